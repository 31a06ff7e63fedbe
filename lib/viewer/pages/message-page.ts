import { type Html, html } from '../../core/html.ts';

/** A page that only says something, and where to go from here. */
export function messagePage(options: {
  readonly headline: string;
  readonly detail: string;
  readonly links?: readonly { readonly label: string; readonly href: string }[] | undefined;
}): Html {
  const { headline, detail, links = [] } = options;
  return html`<div class="empty"><h1>${headline}</h1><p class="muted">${detail}</p>${
    links.length > 0 &&
    html`<p>${links.map(({ label, href }) => html`<a class="button" href="${href}">${label}</a> `)}</p>`
  }</div>`;
}
