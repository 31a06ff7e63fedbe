import { createParser } from 'eventsource-parser';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { isProgressEvent, notify, type ProgressListener } from './progress.ts';

/** Reads the server-sent events of an invocation as they come, in whatever pieces. */
export class EventReader {
  readonly #decoder = new TextDecoder();
  readonly #parser: ReturnType<typeof createParser>;
  #endsWithCr = false;
  #origin: 'unknown' | 'ours' | 'foreign' = 'unknown';
  #end: LastEvent | undefined;
  #unclear: string | undefined;

  constructor(options: { readonly onProgress: ProgressListener }) {
    const { onProgress } = options;
    this.#parser = createParser({ onEvent: ({ data }) => this.#handle(data, onProgress) });
  }

  /** Whose events these are, as the first of them says: every event of ours has a type. */
  get origin(): 'unknown' | 'ours' | 'foreign' {
    return this.#origin;
  }

  /** Why {@link end} is not to be believed: no host of this project sends such events. */
  get unclear(): string | undefined {
    return this.#unclear;
  }

  read(chunk: Uint8Array): void {
    const text = this.#decoder.decode(chunk, { stream: true });
    if (text === '') return;
    this.#endsWithCr = text.endsWith('\r');
    this.#parser.feed(text);
  }

  /** How the invocation ended, after the last piece; `undefined` when the events broke off before they said so. */
  end(): LastEvent | undefined {
    // The parser keeps a last CR back: an LF might follow.
    if (this.#endsWithCr) this.#parser.feed('\n');
    this.#endsWithCr = false;
    return this.#end;
  }

  #handle(data: string, onProgress: ProgressListener): void {
    const event = parseJson(data);
    const isOurs = isRecord(event) && typeof event.type === 'string';
    if (this.#origin === 'unknown') this.#origin = isOurs ? 'ours' : 'foreign';
    if (this.#end !== undefined) this.#unclear ??= 'Events came after the one that has the outcome.';
    if (!isOurs) {
      if (this.#origin === 'ours') this.#unclear ??= MIXED;
      return;
    }
    // Newer runtimes may send what this version does not know.
    if (event.type === 'error' || event.type === 'result') {
      if (this.#origin === 'foreign') this.#unclear ??= MIXED;
      // An error is the outcome also after a result.
      if (event.type === 'error') this.#end = { error: event.error };
      else if ('result' in event) this.#end ??= { result: event.result };
      else this.#unclear ??= 'An event that should have the result has none.';
    }
    // Watching must not break what is watched, also when an event of a newer runtime has another shape.
    else if (isProgressEvent(event)) notify([onProgress], event);
  }
}

const MIXED = 'Events of a host of this project came together with others.';

/** What the last event of an invocation says: what the workflow returned, or why it failed. */
export type LastEvent = { readonly result: unknown } | { readonly error: unknown };
