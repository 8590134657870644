// Shows news without a reload: fetches the page again and takes over the parts that changed. Without this script the page
// is the same, as of when it was loaded.
(() => {
  const every = 2000;
  let paused = false;

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'small-button live';
  const tell = () => {
    button.textContent = paused ? 'Show news again' : 'Hold still';
    button.setAttribute('aria-pressed', String(paused));
  };
  button.addEventListener('click', () => { paused = !paused; tell(); });
  tell();
  document.querySelector('.clock').after(button);

  // Whoever is on a button or selects text must not have it taken away.
  const busy = (part) => part.contains(document.activeElement)
    || (!getSelection().isCollapsed && part.contains(getSelection().anchorNode));

  const refresh = async () => {
    if (paused || document.hidden) {
      return;
    }
    const answer = await fetch(location.pathname, { cache: 'no-store' });
    if (!answer.ok) {
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) {
      const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      if (other && other.innerHTML !== part.innerHTML && !busy(part)) {
        part.innerHTML = other.innerHTML;
      }
    }
  };
  // A sandbox that was told to refuse connections comes back: keep asking.
  setInterval(() => refresh().catch(() => {}), every);
})();
