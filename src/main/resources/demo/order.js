import {ask, element} from '/demo/ask.js';
import {showSteps} from '/demo/diagram.js';
import {showBooks, showClocks} from '/demo/panels.js';
import {showSwitches} from '/demo/switches.js';

const byId = (id) => document.getElementById(id);
const WORDS = {
  AUTHORIZING: ['Asking Klarna', 'Klarna has been asked and has not answered yet. The checkout goes on by itself.'],
  AWAITING_CUSTOMER: ['Klarna is waiting for you', 'Approve there, or decline, or leave and come back. Close the page if you like: the checkout does not forget.'],
  FINALIZING: ['Almost paid', 'You approved. The payment is being confirmed, and that goes on whatever happens to this page.'],
  CANCELING: ['Being canceled', 'Kassa sees to it that nothing stays open at Klarna.'],
  AUTHORIZED: ['Thank you, it is paid', 'There is one payment transaction at Klarna. The parcel leaves tomorrow, if it existed.'],
  DECLINED: ['Klarna declined', 'Nothing is owed.'],
  EXPIRED: ['The time ran out', 'The payment was canceled. Nothing is owed.'],
  CANCELED: ['Canceled', 'Nothing is owed.'],
  FAILED: ['It could not be sent to Klarna', 'Nothing is owed.'],
  UNCONFIRMED: ['Nobody knows yet', 'Klarna has not said whether this was paid. It stays open until it does.']
};
const OPEN = ['AUTHORIZING', 'AWAITING_CUSTOMER', 'FINALIZING', 'CANCELING'];
const UNPAID = ['DECLINED', 'EXPIRED', 'CANCELED', 'FAILED'];
const id = new URLSearchParams(location.search).get('checkout_id') ?? '';
const path = '/demo/checkouts/' + encodeURIComponent(id);
const euros = (amount, currency) => new Intl.NumberFormat('en-IE', {style: 'currency', currency}).format(amount / 100);

// What Klarna's redirect brought is told once; reloading is not coming back.
history.replaceState(null, '', '/demo/order?checkout_id=' + encodeURIComponent(id));

async function press(button, work) {
  byId('answer').textContent = '';
  button.setAttribute('aria-busy', 'true');
  try {
    byId('answer').textContent = await work();
  } catch (failure) {
    byId('answer').textContent = failure.status === 503 ? 'Kassa gave no answer.' : 'That is not possible any more.';
  } finally {
    button.removeAttribute('aria-busy');
  }
}

function button(className, label, work) {
  const made = element('button', className, label);
  made.type = 'button';
  made.addEventListener('click', () => made.getAttribute('aria-busy') === 'true' || press(made, work));
  return made;
}

const restart = async () => {
  const answer = await ask('POST', path + '/restart', {});
  return answer.status === 201 ? 'A new attempt has begun.' : 'Kassa answers ' + answer.status + ' ' + answer.word + '.';
};
const cancel = async () => {
  const answer = await ask('POST', path + '/cancel', {});
  return 'Kassa answers the merchant ' + answer.status + ' ' + answer.word + '.';
};
const webhook = (fate, told) => async () => {
  await ask('POST', path + '/webhook', {fate});
  return told;
};

let shown = '';
function showActions(checkout) {
  const canPay = checkout.status === 'AWAITING_CUSTOMER' && checkout.payment_request_url;
  const key = [checkout.status, checkout.attempt, canPay].join();
  if (shown === key) {
    return;
  }
  shown = key;
  const actions = [];
  if (canPay) {
    const here = element('a', 'button pay', 'Go to Klarna');
    const beside = element('a', 'button plain', 'Open Klarna in another window');
    here.href = beside.href = canPay;
    beside.target = '_blank';
    beside.rel = 'noopener';
    actions.push(here, beside);
  } else if (UNPAID.includes(checkout.status)) {
    actions.push(button('pay', 'Try again with Klarna', restart));
  }
  byId('actions').replaceChildren(...actions);
  const wishes = OPEN.includes(checkout.status) ? [button('', 'Merchant cancels', cancel)] : [];
  if (canPay) {
    wishes.unshift(
      button('', "Lose the approval's webhook", webhook('LOST', 'Klarna will tell nobody that you approved. Now approve.')),
      button('', 'Send it twice', webhook('DOUBLED', 'Klarna will tell it twice. Now approve.')));
  }
  byId('wishes').replaceChildren(...wishes);
}

function showCheckout(checkout, stale) {
  const [headline, meaning] = WORDS[checkout.status] ?? [checkout.status, ''];
  const text = {
    headline,
    meaning,
    status: checkout.status,
    reason: checkout.reason ?? '',
    reference: checkout.reference + (checkout.attempt > 1 ? ', attempt ' + checkout.attempt : ''),
    amount: euros(checkout.amount, checkout.currency)
  };
  // Only what differs: a screen reader reads each change aloud.
  for (const [place, words] of Object.entries(text)) {
    if (byId(place).textContent !== words) {
      byId(place).textContent = words;
    }
  }
  byId('status').className = 'pill' + (checkout.status === 'AUTHORIZED' ? ' good' : OPEN.includes(checkout.status) ? '' : ' bad');
  byId('stale').hidden = !stale;
  document.title = headline + ' · Vinterhjul';
  showActions(checkout);
}

function show(data) {
  const {now, view} = data;
  byId('live').dataset.state = 'on';
  byId('live').textContent = 'live';
  showSteps(byId('steps'), byId('news'), view.steps);
  showClocks(byId('clocks'), byId('noclocks'), view.countdowns, Date.parse(now) - Date.now());
  showBooks(byId('books'), view.books);
  showSwitches(byId('switches'), view.switches);
  if (view.checkout) {
    showCheckout(view.checkout, view.stale && view.switches.worker === 'OFF');
  } else if (view.steps.length === 0) {
    byId('headline').textContent = 'There is no such order';
    byId('meaning').textContent = 'What runs in memory is gone when Kassa stops.';
  }
}

function watch() {
  const stream = new EventSource(path + '/events');
  stream.addEventListener('view', (event) => show(JSON.parse(event.data)));
  stream.addEventListener('error', () => {
    byId('live').dataset.state = 'waiting';
    byId('live').textContent = 'Kassa is away, trying again';
    // An answer that is no stream ends the browser's own tries.
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(watch, 3000);
    }
  });
  addEventListener('pagehide', () => stream.close(), {once: true});
}

if (/^chk_[0-9a-z]{26,64}$/.test(id)) {
  watch();
  addEventListener('pageshow', (event) => event.persisted && watch());
} else {
  byId('headline').textContent = 'There is no such order';
  byId('meaning').textContent = 'The address names none.';
}
