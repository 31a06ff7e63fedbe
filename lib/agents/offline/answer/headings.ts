import { descendants, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { controlKind, headingLevel } from '../page/roles.ts';
import { seenText, textOf } from '../page/text.ts';
import { Refusal } from '../refusal.ts';

/** The heading that stands for the page; on pages without headings, the text in the largest letters. */
export function mainHeading(page: Page): string | null {
  const headings = page.elements.flatMap((element) => {
    const level = headingLevel(element);
    return level === null || textOf(element) === '' ? [] : [{ element, level }];
  });
  const top = Math.min(...headings.map(({ level }) => level));
  const [first, ...others] = headings.filter(({ level }) => level === top);
  if (first === undefined) return largestText(page);
  const other = others.find(({ element }) => seenText(element) !== seenText(first.element));
  if (other !== undefined && top === 1)
    throw new Refusal(
      `tell which heading is meant: '${seenText(first.element)}' or '${seenText(other.element)}'`,
    );
  return seenText(first.element);
}

function largestText(page: Page): string | null {
  const leaves = page.elements.filter(
    (element) =>
      element.rect !== null &&
      element.rect.height > 0 &&
      descendants(element).length === 0 &&
      controlKind(element) === null,
  );
  const heights = leaves
    .filter((leaf) => textOf(leaf) !== '')
    .map(({ rect }) => rect?.height ?? 0)
    .sort((left, right) => left - right);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  let best: PageElement | null = null;
  for (const leaf of leaves) {
    const text = textOf(leaf);
    if (text === '' || text.length > 90 || (leaf.rect?.height ?? 0) < usual * 1.3) continue;
    if (best === null || (leaf.rect?.height ?? 0) > (best.rect?.height ?? 0)) best = leaf;
  }
  return best === null ? null : textOf(best);
}
