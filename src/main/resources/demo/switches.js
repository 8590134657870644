import {ask, element} from '/demo/ask.js';

const SWITCHES = [
  {key: 'klarna', name: "Klarna's API", on: 'answers', off: 'is down: 503 to every call'},
  {key: 'worker', name: "Kassa's worker", on: 'runs', off: 'is stopped, as by a crash'}
];

function make(about, place) {
  const button = element('button', 'switch');
  button.type = 'button';
  button.setAttribute('role', 'switch');
  button.dataset.switch = about.key;
  button.append(element('span', 'name', about.name), element('span', 'says'), element('span', 'knob'));
  button.addEventListener('click', async () => {
    const power = button.getAttribute('aria-checked') === 'true' ? 'OFF' : 'ON';
    button.setAttribute('aria-busy', 'true');
    try {
      showSwitches(place, await ask('PUT', '/demo/switches/' + about.key, {power}));
    } catch {
      button.querySelector('.says').textContent = 'could not be switched';
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
  return button;
}

/** Shows what runs, each as a switch; what is not in this process cannot be switched and is not shown. */
export function showSwitches(place, found) {
  for (const about of SWITCHES) {
    let button = place.querySelector('[data-switch=' + about.key + ']');
    if (found[about.key] === 'ELSEWHERE') {
      button?.remove();
      continue;
    }
    if (!button) {
      button = make(about, place);
      place.append(button);
    }
    const on = found[about.key] === 'ON';
    button.setAttribute('aria-checked', String(on));
    button.querySelector('.says').textContent = on ? about.on : about.off;
  }
}
