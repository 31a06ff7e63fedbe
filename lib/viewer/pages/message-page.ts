import { type Html, html } from '../../core/html.ts';

/** A page that only says something. */
export function messagePage(options: { readonly headline: string; readonly detail: string }): Html {
  const { headline, detail } = options;
  return html`<div class="empty"><h1>${headline}</h1><p class="muted">${detail}</p></div>`;
}
