import {element} from '/demo/ask.js';

const LANES = {CUSTOMER: 1, MERCHANT: 2, KASSA: 3, KLARNA: 4};
const NAMES = {CUSTOMER: 'Customer', MERCHANT: 'Merchant', KASSA: 'Kassa', KLARNA: 'Klarna', OPERATOR: 'Operator'};
const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});

const isNote = (step) => step.from === step.to || step.from === 'OPERATOR';
const who = (step) => (isNote(step) ? NAMES[step.from] : NAMES[step.from] + ' → ' + NAMES[step.to]);

function shape(step) {
  if (step.from === 'OPERATOR') {
    return 'step note operator';
  }
  const course = isNote(step) ? 'note' : LANES[step.from] < LANES[step.to] ? 'right' : 'left';
  return 'step ' + course + ' ' + step.tone.toLowerCase();
}

function row(step) {
  const item = element('li', shape(step));
  item.dataset.step = step.id;
  const ends = [LANES[step.from] ?? 0, LANES[step.to]].sort();
  item.dataset.span = ends.join('-');
  const time = element('time', '', clock.format(new Date(step.at)));
  time.dateTime = step.at;
  const by = element('span', 'who', who(step) + ' ');
  by.dataset.who = step.from;
  const arrow = element('span', 'arrow');
  arrow.dataset.who = step.from;
  arrow.setAttribute('aria-hidden', 'true');
  const says = element('div', 'says');
  says.append(by, element('span', 'what', step.what), arrow);
  if (step.detail) {
    says.append(element('span', 'detail', step.detail));
  }
  item.append(time, says);
  return item;
}

/** Shows the steps in their order, touching only what is new, and says aloud what came since the first time. */
export function showSteps(list, news, steps) {
  const first = list.childElementCount === 0;
  const known = new Map([...list.children].map((item) => [item.dataset.step, item]));
  const fresh = [];
  steps.forEach((step, place) => {
    let item = known.get(step.id);
    if (!item) {
      item = row(step);
      item.classList.toggle('fresh', !first);
      fresh.push(who(step) + ': ' + step.what + (step.detail ? ', ' + step.detail : ''));
    }
    known.delete(step.id);
    if (list.children[place] !== item) {
      list.insertBefore(item, list.children[place] ?? null);
    }
  });
  known.forEach((gone) => gone.remove());
  if (!first && fresh.length) {
    news.textContent = fresh.join('. ');
  }
}
