import {ask} from '/demo/ask.js';
import {showSwitches} from '/demo/switches.js';

const form = document.querySelector('#order');
const trouble = document.querySelector('#trouble');
const euros = new Intl.NumberFormat('en-IE', {style: 'currency', currency: 'EUR'});
const money = (cents) => euros.format(cents / 100);
const lines = [...document.querySelectorAll('[data-article]')].map((row) => ({
  row,
  price: Number(row.dataset.price),
  input: row.querySelector('input'),
  output: row.querySelector('output')
}));
const quantity = (line) => Math.min(9, Math.max(0, Math.trunc(line.input.valueAsNumber) || 0));

function sum() {
  let total = 0;
  let tax = 0;
  for (const line of lines) {
    const cost = quantity(line) * line.price;
    total += cost;
    // A fifth of each line, rounded down, as the shop's server reckons.
    tax += Math.floor(cost / 5);
    line.output.value = money(cost);
    line.row.classList.toggle('none', cost === 0);
  }
  document.querySelector('#goods').textContent = money(total);
  document.querySelector('#total').textContent = money(total);
  document.querySelector('#tax').textContent = money(tax);
  for (const button of form.querySelectorAll('button[name=where]')) {
    button.disabled = total === 0;
  }
}

function order() {
  const given = new FormData(form);
  return {
    basket: Object.fromEntries(lines.map((line) => [line.row.dataset.article, quantity(line)])),
    delivery: Object.fromEntries(['name', 'email', 'street', 'postal_code', 'city'].map((key) => [key, given.get(key)])),
    patience: given.get('patience'),
    klarna: given.get('klarna')
  };
}

async function pay(button) {
  trouble.textContent = '';
  const label = button.textContent;
  button.setAttribute('aria-busy', 'true');
  button.textContent = 'One moment…';
  try {
    const checkout = await ask('POST', '/demo/checkouts', order());
    const page = '/demo/order?checkout_id=' + encodeURIComponent(checkout.checkout_id);
    if (button.value === 'here' && checkout.payment_request_url) {
      // So that "back" from Klarna's page finds this order and not a full basket.
      history.replaceState(null, '', page);
      location.assign(checkout.payment_request_url);
    } else {
      location.assign(page);
    }
  } catch (failure) {
    trouble.textContent = failure.status === 503
      ? 'Kassa could not take it now; does a worker run? Nothing was bought.'
      : 'The checkout could not be started. Nothing was bought.';
  } finally {
    button.removeAttribute('aria-busy');
    button.textContent = label;
  }
}

for (const line of lines) {
  line.input.addEventListener('input', sum);
  line.input.addEventListener('change', () => { line.input.value = quantity(line); sum(); });
  for (const button of line.row.querySelectorAll('[data-step]')) {
    button.addEventListener('click', () => {
      line.input.value = quantity(line) + Number(button.dataset.step);
      line.input.value = quantity(line);
      sum();
    });
  }
}
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = event.submitter || form.querySelector('.pay');
  if (button.getAttribute('aria-busy') !== 'true') {
    pay(button);
  }
});

sum();
const switches = document.querySelector('#switches');
ask('GET', '/demo/switches')
  .then((found) => showSwitches(switches, found))
  .catch(() => { switches.hidden = true; });
