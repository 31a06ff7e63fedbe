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
 * @param options.saidElsewhere a text that the page shows at its place, and leaves out here
 * @param options.isBoxInPicture whether the box that it points at is drawn in a picture beside it, with the number of the line
 */
export function callInWords(
  call: TraceCall,
  options: { readonly saidElsewhere?: string | undefined; readonly isBoxInPicture: boolean },
): Html {
  const { saidElsewhere, isBoxInPicture } = options;
  const { verb, name, object, more } = callWords(call);
  if (object?.kind === 'value' && isSameError(printed(object.value), saidElsewhere))
    return html`<span class="call">${verb}</span> with the error of this act`;
  const box = boxTextOf(call);
  return html`${verb !== '' && html`<span class="call"${isBoxInPicture && html` title="${box ?? ''}"`}>${verb}</span>`}${name !== undefined && html` <code>${name}</code>`}${
    object !== undefined && html`${name === undefined ? ' ' : ' with '}${renderObject(object)}`
  }${more}${box !== undefined && !isBoxInPicture && renderBox(box)}`;
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

/** In the model's own numbers. */
function renderBox(text: string): Html {
  return html` <span class="box" title="${text}">box ${text.replace(/<\/?b?box>/g, '').replace(/,\s*/g, ' ')}</span>`;
}
