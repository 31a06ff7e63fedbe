import { isTraceWord, type TraceWord, traceWordProblem } from '../../../contract/browser-trace.ts';
import { VARIABLE } from '../../../contract/variables.ts';
import { show } from '../../../core/problems.ts';
import { ValidationFailed } from '../../errors.ts';

/** A word of the program's, or else that of the environment. @throws ValidationFailed for another word */
export function traceWord(
  given: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): TraceWord | undefined {
  checkTraceWord('trace', given);
  if (isTraceWord(given)) return given;
  // Empty is not set.
  const word = environment[VARIABLE.trace] || undefined;
  checkTraceWord(VARIABLE.trace, word);
  return isTraceWord(word) ? word : undefined;
}

/** What is left out is right. @throws ValidationFailed */
export function checkTraceWord(name: string, given: unknown): void {
  if (given === undefined || isTraceWord(given)) return;
  throw new ValidationFailed(traceWordProblem(name, given, show(given)));
}
