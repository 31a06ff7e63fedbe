import { type Html, html } from '../../../core/html.ts';
import { destinations } from '../destinations.ts';
import type { Site } from '../layout.ts';
import { dollars } from '../products.ts';

export function destinationsPage(): Html {
  return html`<h1>Destinations</h1>
<table><caption>Trips this year</caption>
<thead><tr><th scope="col">City</th><th scope="col">Country</th><th scope="col">Nights</th><th scope="col">Price</th><th scope="col">Season</th></tr></thead>
<tbody>${destinations.map(
    (trip) =>
      html`<tr><td>${trip.city}</td><td>${trip.country}</td><td>${trip.nights}</td><td>${dollars(trip.price)}</td><td>${trip.season}</td></tr>`,
  )}</tbody></table>`;
}

/** A list that is fetched after a click and takes its time. */
export function dealsPage(site: Site): Html {
  return html`<h1>Deals of the day</h1>
<p>Deals change every morning.</p>
<button type="button" id="show">Show deals</button>
<p id="state" role="status"></p>
<ul class="cards" id="deals" aria-label="Deals" data-source="${site.base}/deals.json"></ul>
<script src="${site.base}/deals.js"></script>`;
}

/** Runs in the browser. */
export const DEALS_SCRIPT = `
const list = document.getElementById('deals');
const state = document.getElementById('state');
document.getElementById('show').addEventListener('click', async () => {
  list.replaceChildren();
  list.setAttribute('aria-busy', 'true');
  state.textContent = 'Loading deals…';
  try {
    const deals = await (await fetch(list.dataset.source)).json();
    for (const { name, price } of deals) {
      const item = document.createElement('li');
      item.className = 'card';
      const heading = document.createElement('h2');
      heading.textContent = name;
      const cost = document.createElement('p');
      cost.className = 'price';
      cost.textContent = price;
      item.append(heading, cost);
      list.append(item);
    }
    state.textContent = deals.length + ' deals';
  } catch {
    state.textContent = 'The deals could not be loaded.';
  }
  list.removeAttribute('aria-busy');
});
`;

export function aboutPage(site: Site): Html {
  return html`<h1>About Wayfarer</h1>
<p>Wayfarer began with two friends, one tent and a timetable.</p>
<dl class="facts"><dt>Founded</dt><dd>1998</dd><dt>Staff</dt><dd>42</dd><dt>Home</dt><dd>Trieste</dd></dl>
<p><a href="${site.base}/">Back to the shop</a></p>`;
}

export function signInPage(site: Site): Html {
  return html`<h1>Sign in</h1>
<p>This shop has no accounts. You can buy and book without one.</p>
<p><a href="${site.base}/">Back to the shop</a></p>`;
}

const CHAPTERS: readonly (readonly [string, string])[] = [
  ['Packing', 'Lay out all that you want to take, then put half of it back.'],
  ['Trains', 'Book the seat by the window and bring something to share.'],
  ['Mountains', 'Start early, turn back early, and tell someone where you go.'],
  ['Cities', 'Walk one street further than the map suggests.'],
  ['Contact', 'Write to hello@wayfarer.example or call +1 555 0100.'],
];

/** A long page; its last chapter is far below. */
export function guidePage(): Html {
  return html`<h1>The small guide to travelling</h1>
${CHAPTERS.map(([title, text]) => html`<section class="chapter" id="${title.toLowerCase()}"><h2>${title}</h2><p>${text}</p></section>`)}`;
}
