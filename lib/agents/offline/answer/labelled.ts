import { normalize, similarity, withoutSort, wordsOf } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import type { PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { APART, pairsIn } from '../page/pairs.ts';
import { headingLevel } from '../page/roles.ts';
import { textOf } from '../page/text.ts';

/**
 * The best labelled value of a part of the page.
 * @throws OpenQuestion when two labels that fit alike have different values.
 */
export function labelledIn(scope: PageElement, label: string, page: Page, bound: number): string | null {
  const about = aboutPage(page);
  const fitting = pairsIn(scope, page).flatMap(({ label: there, value, weight, element }) => {
    const score = labelFit(label, there, about, value) * weight;
    return score >= bound ? [{ value, score, element }] : [];
  });
  const best = Math.max(0, ...fitting.map(({ score }) => score));
  const first = fitting.find(({ score }) => score > best - 0.001);
  if (first === undefined) return null;
  const other = fitting.find(
    ({ score, value }) => score >= Math.min(best, 0.85) - CLOSE && !isSame(value, first.value),
  );
  if (other !== undefined)
    throw new OpenQuestion(
      `tell which '${label}' is meant: '${first.value.slice(0, 40)}' or '${other.value.slice(0, 40)}'`,
    );
  if (APART.test(first.value))
    throw new OpenQuestion(`tell where '${label}' ends: the page says '${first.value.slice(0, 60)}'`);
  return first.value;
}

/** Ways of writing one pair differ so much. */
const CLOSE = 0.08;

/** The same value, or one that is read with what stands around it. */
function isSame(left: string, right: string): boolean {
  const [one, two] = [` ${normalize(left)} `, ` ${normalize(right)} `];
  return one.includes(two) || two.includes(one);
}

/**
 * How well a page's label says the wanted one. Words that only say what sort of value it is may be missing; more words
 * are those that the page's headings have, too ("Order total" on a page about an order).
 */
function labelFit(wanted: string, there: string, about: readonly string[], value: string): number {
  const fit = Math.max(similarity(wanted, there), similarity(wanted, there.replace(/\s*\([^)]*\)$/, '')));
  if (fit >= 0.95) return fit;
  const short = withoutSort(wanted);
  const isCode = /\d/.test(value) && value.split(' ').length <= 3;
  if (short !== wanted && isCode && similarity(short, there) >= 0.95) return 0.86;
  if (fit === 0) return 0;
  const known = new Set([...wordsOf(wanted), ...HARMLESS, ...about]);
  return wordsOf(there).every((word) => known.has(word)) ? 0.9 : 0;
}

const HARMLESS = ['current', 'full', 'grand', 'final', 'overall'];

const aboutPage = (page: Page): readonly string[] =>
  wordsOf(
    [page.title, ...page.elements.filter((element) => headingLevel(element) === 1).map(textOf)].join(' '),
  );
