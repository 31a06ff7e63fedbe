import { ENVELOPE_KEY } from '../../contract/envelope.ts';
import type { ErrorDescription } from '../../contract/error.ts';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import { isInvocationRecord } from '../../contract/invocation-record.ts';
import { MAX_RECORDED_BYTES } from '../../contract/recorded-value.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { InvocationEnd } from './completed-record.ts';
import type { AnswerKeeper } from './watch-answer.ts';

/** As much of an answer as a record has room for: all of a small one, the end of a stream. */
export class KeptAnswer implements AnswerKeeper {
  readonly endsWithErrorEvent: boolean;
  #text = '';
  #isWhole = true;

  constructor(contentType: string) {
    this.endsWithErrorEvent = contentType.toLowerCase().startsWith(EVENT_STREAM_TYPE);
  }

  add(chunk: Uint8Array): void {
    if (!this.endsWithErrorEvent && !this.#isWhole) return;
    // Latin-1 keeps bytes apart, whatever pieces they come in.
    this.#text += Buffer.from(chunk).toString('latin1');
    if (this.#text.length <= MAX_RECORDED_BYTES) return;
    this.#isWhole = false;
    this.#text = this.endsWithErrorEvent ? this.#text.slice(-MAX_RECORDED_BYTES) : '';
  }

  outcome(): InvocationEnd | { readonly acceptedAs: string } {
    const text = Buffer.from(this.#text, 'latin1').toString('utf8');
    if (this.endsWithErrorEvent) return lastEventOf(text);
    if (!this.#isWhole) return { status: 'SUCCEEDED' };
    const answer = parseJson(text) ?? text;
    const record = isRecord(answer) ? answer[ENVELOPE_KEY] : undefined;
    return isInvocationRecord(record) ? { acceptedAs: record.id } : { status: 'SUCCEEDED', result: answer };
  }
}

/** The event that ends a stream of ours; streams of others say what they like. */
function lastEventOf(stream: string): InvocationEnd {
  const data = stream.match(/^data: .*$/gm)?.at(-1);
  const event = data === undefined ? undefined : parseJson(data.slice('data: '.length));
  if (isRecord(event) && event.type === 'error' && isError(event.error)) {
    return { status: 'FAILED', error: event.error };
  }
  return isRecord(event) && event.type === 'result'
    ? { status: 'SUCCEEDED', result: event.result }
    : { status: 'SUCCEEDED' };
}

function isError(value: unknown): value is ErrorDescription {
  return isRecord(value) && typeof value.name === 'string' && typeof value.message === 'string';
}
