import type { TraceCall } from '../contract/act-trace.ts';
import { OPENING_CALL } from '../contract/protocol.ts';
import { type Html, html } from '../core/html.ts';
import { callInWords } from './call-in-words.ts';

/** Calls that every step has; they say nothing about what the agent did. */
const ROUTINE: readonly string[] = [OPENING_CALL.observe, 'waitForPageToSettle'];
const MAX_RESULT_LENGTH = 2000;

/** The calls of a step in words, line by line, with what came of each below it. */
export function renderProgram(calls: readonly TraceCall[]): Html {
  return html`<ol class="program">${calls.map(renderCall)}</ol>`;
}

function renderCall(call: TraceCall): Html {
  const routine = ROUTINE.includes(call.name);
  return html`<li class="${routine ? 'routine' : ''}"><div class="words">${callInWords(call)}</div>${renderResult(call)}</li>`;
}

function renderResult({ result }: TraceCall): Html | undefined {
  if (result === undefined || result === 'null') return undefined;
  const failed = /^[A-Z][A-Za-z]*(Error|Failed): /.test(result);
  const text = result.length > MAX_RESULT_LENGTH ? `${result.slice(0, MAX_RESULT_LENGTH)}…` : result;
  return html`<div class="result${failed ? ' bad' : ''}">${text}</div>`;
}
