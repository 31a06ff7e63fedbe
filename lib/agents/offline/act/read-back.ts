import { attribute, type PageElement } from '../page/dom.ts';
import { fieldValue } from '../page/fields.ts';
import type { Situation } from './outcome.ts';

/** Whether the last action of this clause went well and left the page where it was, so that its effect can be looked for. */
export function mayReadBack({ attempts, page }: Situation): boolean {
  const last = attempts.filter(({ phase }) => phase === 'do').at(-1);
  return last !== undefined && last.error === null && last.url === page.url;
}

/** Fields that show a value in their own way: whoever types into them compares it. */
const OWN_FORM = /^(?:password|date|time|datetime-local|month|week|color|range|file)$/i;

/** What a field shows instead of what was typed; `null`: it shows that, perhaps with spaces and brackets of its own. */
export function differenceIn(field: PageElement, value: string): string | null {
  if (OWN_FORM.test(attribute(field, 'type') ?? '')) return null;
  const shown = fieldValue(field) ?? '';
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (plain(shown) === plain(value) && (shown === '') === (value === '')) return null;
  return shown !== '' && value !== '' && Number(shown) === Number(value) ? null : shown;
}
