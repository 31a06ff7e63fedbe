import { OPENING_CALL } from '../../contract/protocol.ts';
import { type Html, html } from '../html.ts';
import { isBoxText } from './call-boxes.ts';
import type { StepCall } from './view-model.ts';

/** Calls that every step has; they say nothing about what the agent did. */
const ROUTINE: readonly string[] = [...Object.values(OPENING_CALL), 'waitForPageToSettle'];
const MAX_RESULT_LENGTH = 2000;

/** The calls of a step as lines of a program, with what came back below each. */
export function renderProgram(calls: readonly StepCall[]): Html {
  if (calls.length === 0) return html`<p class="muted">No calls.</p>`;
  return html`<ol class="program">${calls.map(renderCall)}</ol>`;
}

function renderCall(call: StepCall): Html {
  const routine = ROUTINE.includes(call.name);
  return html`<li class="${routine ? 'routine' : ''}"><code>${renderLine(call)}</code>${renderResult(call)}</li>`;
}

function renderLine({ name, input }: StepCall): Html {
  if (name === 'think') {
    const [thought] = Array.isArray(input) ? input : [];
    return html`<span class="thought">${typeof thought === 'string' ? thought : JSON.stringify(thought ?? input)}</span>`;
  }
  const values: readonly unknown[] = Array.isArray(input)
    ? input
    : input === undefined || input === null
      ? []
      : [input];
  const rendered = values.map((value, index) => html`${index > 0 && ', '}${renderValue(value)}`);
  return html`<span class="call">${name}</span>(${rendered})`;
}

function renderValue(value: unknown): Html {
  if (typeof value === 'string' && isBoxText(value)) {
    return html`<span class="box" title="${value}">${value.replace(/<\/?b?box>/g, '').replace(/,\s*/g, ' ')}</span>`;
  }
  const text = JSON.stringify(value, null, typeof value === 'object' ? 2 : undefined) ?? String(value);
  return html`<span class="${typeof value === 'string' ? 'string' : 'value'}">${text}</span>`;
}

function renderResult({ name, result }: StepCall): Html | undefined {
  if (result === undefined || result === 'null' || name === OPENING_CALL.observe) return undefined;
  const failed = /^[A-Z][A-Za-z]*(Error|Failed): /.test(result);
  const text = result.length > MAX_RESULT_LENGTH ? `${result.slice(0, MAX_RESULT_LENGTH)}…` : result;
  return html`<div class="result${failed ? ' bad' : ''}">${text}</div>`;
}
