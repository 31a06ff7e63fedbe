import type { TraceCall } from '../contract/act-trace.ts';
import { type Html, html } from '../core/html.ts';
import { callInWords } from './call-in-words.ts';
import { isSameError } from './same-error.ts';
import { isErrorResult, isRoutine } from './step-caption.ts';

const MAX_RESULT_LENGTH = 2000;

/**
 * The calls of a step in words, line by line, with what came of each below it.
 *
 * @param saidElsewhere an error that the page shows at its place, and only hints at here
 */
export function renderProgram(calls: readonly TraceCall[], saidElsewhere?: string): Html {
  return html`<ol class="program">${calls.map((call) => renderCall(call, saidElsewhere))}</ol>`;
}

function renderCall(call: TraceCall, saidElsewhere: string | undefined): Html {
  return html`<li class="${isRoutine(call) ? 'routine' : ''}"><div class="words">${callInWords(call, saidElsewhere)}</div>${renderResult(call, saidElsewhere)}</li>`;
}

function renderResult({ result }: TraceCall, saidElsewhere: string | undefined): Html | undefined {
  if (result === undefined || result === 'null') return undefined;
  const failed = isErrorResult(result);
  if (failed && isSameError(result, saidElsewhere))
    return html`<div class="result bad">The error of this act.</div>`;
  const text = result.length > MAX_RESULT_LENGTH ? `${result.slice(0, MAX_RESULT_LENGTH)}…` : result;
  return html`<div class="result${failed ? ' bad' : ''}">${text}</div>`;
}
