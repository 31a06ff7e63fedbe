import type { TraceCall } from '../contract/act-trace.ts';
import { type Html, html } from '../core/html.ts';
import { boxTextOf } from './call-boxes.ts';
import { type CallWords, callWords } from './call-words.ts';
import { shorten } from './format.ts';
import { renderLink } from './link.ts';
import { printed, printedLine } from './parts.ts';
import { isSameError } from './same-error.ts';

/**
 * What the agent asked for, as a person would say it.
 *
 * @param saidElsewhere a text that the page shows at its place, and leaves out here
 */
export function callInWords(call: TraceCall, saidElsewhere?: string): Html {
  const { verb, name, object, more } = callWords(call);
  if (object?.kind === 'value' && isSameError(printed(object.value), saidElsewhere))
    return html`<span class="call">${verb}</span> with the error of this act`;
  return html`${verb !== '' && html`<span class="call">${verb}</span>`}${name !== undefined && html` <code>${name}</code>`}${
    object !== undefined && html`${name === undefined ? ' ' : ' with '}${renderObject(object)}`
  }${more}${renderBox(call)}`;
}

function renderObject({ kind, value }: NonNullable<CallWords['object']>): Html {
  if (kind === 'thought') return html`<span class="thought">${String(value)}</span>`;
  // The whole of it is the result of the act.
  if (kind === 'answer') {
    return html`<code class="string">${shorten(printedLine(value), MAX_ANSWER_LENGTH)}</code>`;
  }
  if (kind === 'address' && typeof value === 'string') return renderLink(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : printed(value);
  return html`<code class="${typeof value === 'string' ? 'string' : 'value'}">${text}</code>`;
}

const MAX_ANSWER_LENGTH = 160;

/** Where it is in the picture, the box with the number of the line says; here are the model's own numbers. */
function renderBox(call: TraceCall): Html | undefined {
  const text = boxTextOf(call);
  if (text === undefined) return undefined;
  return html` <span class="box" title="${text}">${text.replace(/<\/?b?box>/g, '').replace(/,\s*/g, ' ')}</span>`;
}
