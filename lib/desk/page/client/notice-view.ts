import { element } from './element.ts';
import type { Notice } from './screen.ts';

/** A notice. @param heading - its rank on the page */
export function noticeView({ tone, title, lines }: Notice, heading: 'h1' | 'h2' = 'h2'): HTMLElement {
  return element(
    'section',
    { class: `notice ${tone}` },
    element(heading, {}, title),
    ...lines.map((line) => element('p', {}, line)),
  );
}
