import { similarity } from '../language/words.ts';
import type { PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { pairsIn } from '../page/pairs.ts';

/** The best labelled value of a part of the page. */
export function labelledIn(scope: PageElement, label: string, page: Page, bound: number): string | null {
  let best: { readonly value: string; readonly score: number } | null = null;
  for (const pair of pairsIn(scope, page)) {
    const score = labelFit(label, pair.label) * pair.weight;
    if (score >= bound && (best === null || score > best.score + 0.001)) best = { value: pair.value, score };
  }
  return best?.value ?? null;
}

/** How well a page's label says the wanted one; words that only say what sort of value it is may be missing. */
function labelFit(wanted: string, there: string): number {
  const short = wanted.replace(/\s+(?:number|code|id|value|no)$/i, '');
  return Math.max(similarity(wanted, there), short === wanted ? 0 : similarity(short, there) * 0.86);
}
