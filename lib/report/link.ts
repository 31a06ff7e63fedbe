import { type Html, html } from '../core/html.ts';
import { shorten } from './format.ts';

/** An address of the web that leads there; any other, such as `javascript:`, is a text. */
export function renderLink(url: string): Html {
  const shown = shorten(url, MAX_ADDRESS_LENGTH);
  if (!/^https?:/i.test(url)) return html`<span class="url" title="${url}">${shown}</span>`;
  return html`<a class="url" href="${url}" title="${url}" rel="noreferrer noopener">${shown}</a>`;
}

const MAX_ADDRESS_LENGTH = 120;
