'use strict';

const byId = (id) => document.getElementById(id);

const MEANINGS = {
  AUTHORIZING: 'Klarna has been asked and has not answered yet. The checkout goes on by itself.',
  AWAITING_CUSTOMER: 'Klarna waits for you to approve. Close the page if you like; the checkout does not forget.',
  FINALIZING: 'You approved. The payment is being confirmed.',
  CANCELING: 'The payment is being canceled at Klarna.',
  AUTHORIZED: 'Paid. There is one payment transaction at Klarna.',
  DECLINED: 'Klarna declined. Nothing is owed.',
  EXPIRED: 'The time ran out and the payment was canceled. Nothing is owed.',
  CANCELED: 'Canceled. Nothing is owed.',
  FAILED: 'Klarna refused the request. Nothing is owed.',
  UNCONFIRMED: 'Nobody knows yet whether this was paid. It stays open until Klarna says so.'
};
const FINAL = ['AUTHORIZED', 'DECLINED', 'EXPIRED', 'CANCELED', 'FAILED'];

let lastStatus = null;

function trouble(message) {
  byId('trouble').textContent = message;
  byId('trouble').hidden = !message;
}

function show(checkout) {
  byId('shop').hidden = true;
  byId('checkout').hidden = false;
  byId('id').textContent = checkout.checkout_id;
  byId('reference').textContent = checkout.reference;
  if (checkout.status === lastStatus) return;
  lastStatus = checkout.status;

  const status = byId('status');
  status.textContent = checkout.status;
  status.className = 'status' + (checkout.status === 'AUTHORIZED' ? ' good'
    : FINAL.includes(checkout.status) || checkout.status === 'UNCONFIRMED' ? ' bad' : '');
  byId('meaning').textContent = MEANINGS[checkout.status] || '';
  document.title = checkout.status + ' · Kassa';

  const actions = byId('actions');
  actions.replaceChildren();
  if (checkout.status === 'AWAITING_CUSTOMER' && checkout.payment_request_url) {
    const link = document.createElement('a');
    link.className = 'button';
    link.href = checkout.payment_request_url;
    link.textContent = 'Go on at Klarna';
    actions.append(link);
  }

  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString();
  const step = document.createElement('li');
  step.append(time, ' ' + checkout.status + (checkout.reason ? ' (' + checkout.reason + ')' : ''));
  byId('story').append(step);
}

async function watch(id) {
  let pause = 1000;
  try {
    const answer = await fetch('/demo/checkouts/' + encodeURIComponent(id));
    if (answer.status === 404) {
      trouble('There is no such checkout. The embedded profile forgets everything when it stops.');
      return;
    }
    if (!answer.ok) throw new Error('status ' + answer.status);
    const checkout = await answer.json();
    trouble('');
    show(checkout);
    if (FINAL.includes(checkout.status)) return;
  } catch (failure) {
    trouble('Kassa does not answer. Trying again.');
    pause = 3000;
  }
  setTimeout(() => watch(id), pause);
}

byId('order').addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = event.submitter || event.target.querySelector('button');
  button.disabled = true;
  trouble('');
  try {
    const answer = await fetch('/demo/checkouts', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({patience: byId('patience').value})
    });
    if (!answer.ok) throw new Error('status ' + answer.status);
    const checkout = await answer.json();
    // So that "back" from the purchase page finds this checkout and not an empty shop.
    history.replaceState(null, '', '/?checkout_id=' + encodeURIComponent(checkout.checkout_id));
    if (checkout.payment_request_url) {
      location.assign(checkout.payment_request_url);
    } else {
      watch(checkout.checkout_id);
    }
  } catch (failure) {
    trouble('The checkout could not be started. Try again in a moment.');
  } finally {
    button.disabled = false;
  }
});

const id = new URLSearchParams(location.search).get('checkout_id');
if (id) watch(id);
