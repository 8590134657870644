import {element} from '/demo/ask.js';

const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});
const SOON = 20;
let running = [];
let ahead = 0;

function left(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (number) => String(number).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours ? hours + ':' + two(minutes) + ':' + two(whole % 60) : minutes + ':' + two(whole % 60);
}

function tick() {
  const now = Date.now() + ahead;
  for (const {at, item, output} of running) {
    const seconds = (at - now) / 1000;
    const text = left(seconds);
    if (output.textContent !== text) {
      output.textContent = text;
    }
    item.classList.toggle('soon', seconds < SOON);
  }
}
setInterval(tick, 250);

/** Timers that count down; the server's clock decides, by how much it is ahead of this browser's. */
export function showClocks(list, none, countdowns, serverIsAheadBy) {
  ahead = serverIsAheadBy;
  running = countdowns.map((countdown) => {
    const item = element('li');
    const output = element('span', 'left');
    const at = element('span', 'at', 'at ' + clock.format(new Date(countdown.at)));
    item.append(element('span', 'what', countdown.what), output, at);
    return {at: Date.parse(countdown.at), item, output};
  });
  list.replaceChildren(...running.map((each) => each.item));
  none.hidden = running.length > 0;
  tick();
}

function entry(facts) {
  const list = element('dl', 'entry');
  for (const [name, value, isCode] of facts) {
    const told = element('dd');
    told.append(isCode ? element('code', '', value) : value);
    list.append(element('dt', '', name), told);
  }
  return list;
}

function token(found) {
  return found.spent ? 'spent' : 'alive until ' + clock.format(new Date(found.expires_at));
}

/** What Klarna has; nothing where Klarna is not in this process. */
export function showBooks(place, books) {
  const key = JSON.stringify(books);
  if (place.dataset.key === key) {
    return;
  }
  place.dataset.key = key;
  if (!books) {
    place.replaceChildren(element('p', 'quiet', 'Klarna is elsewhere: its books cannot be read from here.'));
    return;
  }
  const requests = books.payment_requests.map((request) => entry([
    ['Payment Request', request.id + '…', true],
    ['State', request.state, true],
    ...(request.state_reason ? [['Reason', request.state_reason, true]] : []),
    ...(request.token ? [['Token', token(request.token)]] : [])
  ]));
  const transactions = books.transactions.map((transaction) => entry([
    ['Payment Transaction', transaction.id + '…', true],
    ['Made at', clock.format(new Date(transaction.created_at))]
  ]));
  const nothing = books.transactions.length ? [] : [element('p', 'quiet', 'No payment transaction.')];
  place.replaceChildren(...requests, ...transactions, ...nothing);
}
