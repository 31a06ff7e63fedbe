import { OpenQuestion } from '../open-question.ts';
import { descendants, type PageElement } from './dom.ts';

/**
 * For what is said of all of a part of the page. Observations of very large pages leave out what is far off the screen, and
 * mark where.
 * @throws OpenQuestion when something was left out there.
 */
export function mustBeWhole(part: PageElement): void {
  if ([part, ...descendants(part)].some(({ attributes }) => attributes.has(LEFT_OUT)))
    throw new OpenQuestion('see all of it: the page is so large that the observation leaves out parts of it');
}

const LEFT_OUT = 'data-nova-act-left-out';
