import { type Html, html, trusted } from '../core/html.ts';
import { LIVE_SCRIPT } from './live-script.ts';
import type { ViewedPlace } from './run-source.ts';
import { VIEWER_STYLE } from './style.ts';

/** A place in the path above a page; the page itself has no address. */
export interface Crumb {
  readonly label: string;
  readonly href?: string | undefined;
}

/** A whole page of the viewer. */
export function livePage(options: {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly main: Html;
  readonly place: ViewedPlace;
  readonly home: string;
  /** Where the page hears of changes; a page that stays as it is does not. */
  readonly eventsUrl: string | undefined;
  /** Permits exactly this page's style and script. */
  readonly nonce: string;
}): string {
  const { title, crumbs, main, place, home, eventsUrl, nonce } = options;
  return html`<!doctype html>
<html lang="en"${eventsUrl !== undefined && html` data-events="${eventsUrl}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${place.name}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${trusted(VIEWER_STYLE)}</style>
</head>
<body>
<div class="top"><div><a class="brand" href="${home}">${place.name}</a><nav>${crumbs.map(renderCrumb)}</nav><span id="offline" hidden>not connected</span></div></div>
<main>${main}</main>
<p class="foot">${place.note}</p>
${eventsUrl !== undefined && html`<script nonce="${nonce}" type="module">${trusted(LIVE_SCRIPT)}</script>`}
</body>
</html>
`.toString();
}

function renderCrumb({ label, href }: Crumb): Html {
  return href === undefined ? html`<span>${label}</span>` : html`<a href="${href}">${label}</a>`;
}
