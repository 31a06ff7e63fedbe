import { type KnownQuestion, questionLines } from './question-text.ts';

/**
 * What has become of the questions of a run since they were last looked at, in lines. Pure.
 *
 * @param known - how each stood then, by its id
 */
export function questionNews(
  known: ReadonlyMap<string, string>,
  questions: readonly KnownQuestion[],
  where: Omit<Parameters<typeof questionLines>[1], 'isOpen'>,
): { readonly lines: readonly string[]; readonly known: ReadonlyMap<string, string> } {
  const states = questions.map((question) => [question.requestId, stateOf(question)] as const);
  const lines = questions
    .filter((question) => known.get(question.requestId) !== stateOf(question))
    .flatMap((question) => questionLines(question, { ...where, isOpen: question.isOpen }))
    .map((line) => `  ${line}`);
  return { lines, known: new Map(states) };
}

function stateOf({ phase, isOpen }: KnownQuestion): string {
  return `${phase} ${isOpen}`;
}
