import { type Html, html } from '../../core/html.ts';

/** A whole page: header with navigation, the content, footer. */
export function layout(site: Site, title: string, content: Html): string {
  const { base, basketCount } = site;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Wayfarer</title>
<link rel="stylesheet" href="${base}/site.css">
<link rel="icon" href="data:,">
</head>
<body>
<header class="top">
<a class="brand" href="${base}/" aria-label="Wayfarer home">Wayfarer</a>
<nav aria-label="Main">
<a href="${base}/search">Shop</a>
<a href="${base}/destinations">Destinations</a>
<a href="${base}/deals">Deals</a>
<a href="${base}/guide">Guide</a>
<a href="${base}/about">About</a>
</nav>
<a class="basket" href="${base}/basket">Basket (${basketCount})</a>
<a class="button quiet" role="button" href="${base}/sign-in">Sign in</a>
</header>
<main>${content}</main>
<footer><p>Wayfarer is a made-up shop for trying out browser workflows.</p>
<p><a href="${base}/booking">Book a trip</a> · <a href="${base}/guide#contact">Contact</a></p></footer>
</body>
</html>`;
  return page.toString();
}

/** What every page knows about the request. */
export type Site = {
  /** Path below which the site is served, such as `/demo`. */
  readonly base: string;
  readonly basketCount: number;
};

/** The search box that several pages have. */
export function searchForm(site: Site, query = ''): Html {
  return html`<form class="search" role="search" action="${site.base}/search" method="get">
<label for="q">Search products</label>
<input id="q" name="q" type="search" placeholder="Search" value="${query}">
<button type="submit">Search</button>
</form>`;
}
