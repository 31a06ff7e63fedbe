import { type Html, html, trusted } from '../core/html.ts';
import { LIVE_SCRIPT } from './live-script.ts';
import type { ViewerPaths } from './paths.ts';
import type { ViewedPlace } from './run-source.ts';
import { VIEWER_STYLE } from './style.ts';
import { WALK_SCRIPT } from './walk-script.ts';

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
  readonly paths: Pick<ViewerPaths, 'definitions' | 'runs'>;
  /** Where the page hears of changes; a page that stays as it is does not. */
  readonly eventsUrl: string | undefined;
  /** Permits exactly this page's style and script. */
  readonly nonce: string;
}): string {
  const { title, crumbs, main, place, paths, eventsUrl, nonce } = options;
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
<header class="top"><a class="skip" href="#content">Skip to the content</a><a class="brand" href="${paths.definitions()}">${place.name}</a>
<nav aria-label="Viewer"><a href="${paths.definitions()}">Workflows</a><a href="${paths.runs()}">All runs</a></nav>
<nav class="crumbs" aria-label="Place">${crumbs.map(renderCrumb)}</nav><span id="offline" role="status" hidden>not connected</span></header>
<span id="content" tabindex="-1"></span>
<main>${main}</main>
<footer class="foot">${place.note}</footer>
${eventsUrl !== undefined && html`<script nonce="${nonce}" type="module">${trusted(LIVE_SCRIPT)}${trusted(WALK_SCRIPT)}</script>`}
</body>
</html>
`.toString();
}

function renderCrumb({ label, href }: Crumb): Html {
  return href === undefined
    ? html`<span aria-current="page">${label}</span>`
    : html`<a href="${href}">${label}</a>`;
}
