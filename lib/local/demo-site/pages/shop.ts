import { type Html, html } from '../../../core/html.ts';
import { type Site, searchForm } from '../layout.ts';
import { dollars, type Product, products, searchProducts } from '../products.ts';

const PAGE_SIZE = 6;

/** The home page. */
export function homePage(site: Site): Html {
  const best = [...products].sort((left, right) => right.rating - left.rating).slice(0, 3);
  return html`<h1>Travel well, carry little</h1>
<p>Shoes, bags and small things that make a journey good, and a few journeys too.</p>
${searchForm(site)}
<section aria-labelledby="best"><h2 id="best">Best rated products</h2>${productList(site, best)}</section>`;
}

/** Search results, six on a page. */
export function searchPage(site: Site, query: string, page: number): Html {
  const results = searchProducts(query);
  const pages = Math.max(1, Math.ceil(results.length / PAGE_SIZE));
  const current = Math.min(Math.max(1, page), pages);
  const shown = results.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE);
  const heading = query === '' ? 'All products' : `Results for "${query}"`;
  return html`<h1>${heading}</h1>
${searchForm(site, query)}
<p role="status">${results.length} ${results.length === 1 ? 'result' : 'results'}</p>
${shown.length === 0 ? html`<p>Nothing fits. Try a shorter search.</p>` : productList(site, shown)}
${pages > 1 && pageLinks(site, query, current, pages)}`;
}

function productList(site: Site, list: readonly Product[]): Html {
  return html`<ul class="cards" aria-label="Products">${list.map(
    (product) => html`<li class="card" data-testid="product">
<h2><a href="${site.base}/products/${product.id}">${product.name}</a></h2>
<p class="price" data-testid="price">${dollars(product.price)}</p>
<p class="rating">Rated ${product.rating} out of 5</p>
${addForm(site, product)}
</li>`,
  )}</ul>`;
}

function addForm(site: Site, product: Product): Html {
  if (product.stock === 0) return html`<p>Out of stock</p>`;
  return html`<form method="post" action="${site.base}/basket">
<input type="hidden" name="id" value="${product.id}">
<button type="submit">Add to basket</button>
</form>`;
}

function pageLinks(site: Site, query: string, current: number, pages: number): Html {
  const link = (page: number): string =>
    `${site.base}/search?${new URLSearchParams({ q: query, page: String(page) })}`;
  const numbers = Array.from({ length: pages }, (_, index) => index + 1);
  return html`<nav class="pages" aria-label="Pages">
${current > 1 && html`<a href="${link(current - 1)}">Previous</a>`}
${numbers.map((page) =>
  page === current
    ? html`<span aria-current="page">${page}</span>`
    : html`<a href="${link(page)}" aria-label="Page ${page}">${page}</a>`,
)}
${current < pages && html`<a href="${link(current + 1)}">Next</a>`}
</nav>`;
}

/** One product with its facts. */
export function productPage(site: Site, product: Product): Html {
  return html`<p><a href="${site.base}/search">All products</a></p>
<h1>${product.name}</h1>
<p>${product.description}</p>
<dl class="facts">
<dt>Price</dt><dd class="price">${dollars(product.price)}</dd>
<dt>Rating</dt><dd>${product.rating} out of 5 (${product.reviews} reviews)</dd>
<dt>Category</dt><dd>${product.category}</dd>
<dt>Availability</dt><dd>${product.stock > 0 ? `In stock (${product.stock} left)` : 'Out of stock'}</dd>
</dl>
${addForm(site, product)}`;
}

/** What was put in the basket. */
export function basketPage(site: Site, items: readonly Product[]): Html {
  if (items.length === 0) return html`<h1>Your basket</h1><p>Your basket is empty.</p>`;
  const total = items.reduce((sum, { price }) => sum + price, 0);
  return html`<h1>Your basket</h1>
<table><caption>Basket items</caption>
<thead><tr><th scope="col">Product</th><th scope="col">Price</th></tr></thead>
<tbody>${items.map(({ name, price }) => html`<tr><td>${name}</td><td>${dollars(price)}</td></tr>`)}</tbody></table>
<p><strong>Total:</strong> ${dollars(total)}</p>
<form method="post" action="${site.base}/basket/empty"><button type="submit">Empty basket</button></form>
<p><a class="button" href="${site.base}/booking">Checkout</a></p>`;
}
