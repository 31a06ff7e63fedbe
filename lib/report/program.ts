import type { TraceCall, TraceStep } from '../contract/act-trace.ts';
import { type Html, html } from '../core/html.ts';
import { boxesOf } from './call-boxes.ts';
import { callInWords } from './call-in-words.ts';
import { questionWords } from './question-words.ts';
import { isSameError } from './same-error.ts';
import { isErrorResult, isRoutine } from './step-caption.ts';

const MAX_RESULT_LENGTH = 2000;

/**
 * The calls of a step in words, line by line, with what came of each below it.
 *
 * @param saidElsewhere an error that the page shows at its place, and only hints at here
 */
export function renderProgram(step: TraceStep, saidElsewhere?: string): Html {
  const { calls } = step.program;
  const inPicture = new Set(step.image === '' ? [] : boxesOf(calls, step).map(({ number }) => number));
  return html`<ol class="program">${calls.map((call, index) => {
    const words = callInWords(call, { saidElsewhere, isBoxInPicture: inPicture.has(index + 1) });
    return html`<li class="${isRoutine(call) ? 'routine' : ''}"><div class="words">${words}</div>${renderQuestion(call)}${renderResult(call, saidElsewhere)}</li>`;
  })}</ol>`;
}

/** Who has answered, when, and what. */
function renderQuestion({ name, human }: TraceCall): Html | undefined {
  if (human === undefined) return undefined;
  const look = human.phase === 'answered' && human.answer === 'yes' ? '' : ' bad';
  return html`<div class="result answer${look}">${questionWords(name, human)}</div>`;
}

function renderResult({ result, human }: TraceCall, saidElsewhere: string | undefined): Html | undefined {
  if (result === undefined || result === 'null') return undefined;
  // That is what the agent was told of a yes.
  if (human?.answer === 'yes' && !isErrorResult(result)) return undefined;
  const failed = isErrorResult(result);
  if (failed && isSameError(result, saidElsewhere))
    return html`<div class="result bad">The error of this act.</div>`;
  const text = result.length > MAX_RESULT_LENGTH ? `${result.slice(0, MAX_RESULT_LENGTH)}…` : result;
  return html`<div class="result${failed ? ' bad' : ''}">${text}</div>`;
}
