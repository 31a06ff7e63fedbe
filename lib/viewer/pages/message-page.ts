import { type Html, html } from '../../core/html.ts';
import { visible } from '../../core/visible.ts';
import { shorten } from '../../report/format.ts';

/** A page that only says something, and where to go from here. */
export function messagePage(options: {
  readonly headline: string;
  readonly detail: string;
  readonly links?: readonly { readonly label: string; readonly href: string }[] | undefined;
}): Html {
  const { headline, detail, links = [] } = options;
  return html`<div class="empty"><h1>${shorten(visible(headline), 600)}</h1>${detail !== '' && html`<p class="muted">${visible(detail)}</p>`}${
    links.length > 0 &&
    html`<p class="ways">${links.map(({ label, href }) => html`<a class="button" href="${href}">${label}</a>`)}</p>`
  }</div>`;
}
