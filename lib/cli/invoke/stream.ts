import { createParser } from 'eventsource-parser';
import { isProgressEvent, notify, type ProgressListener } from '../../contract/progress.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { mayGoOn } from './failure.ts';
import { InvocationFailedError } from './invocation-failed.ts';

/** Reads the server-sent events of an invocation as they come, in whatever pieces. */
export class EventReader {
  readonly #decoder = new TextDecoder();
  readonly #parser: ReturnType<typeof createParser>;
  #endsWithCr = false;
  #origin: 'unknown' | 'ours' | 'foreign' = 'unknown';
  readonly #sessionId: string;
  #end: { readonly result: unknown } | { readonly error: unknown } | undefined;

  constructor(options: { readonly onProgress: ProgressListener; readonly sessionId: string }) {
    const { onProgress, sessionId } = options;
    this.#sessionId = sessionId;
    this.#parser = createParser({ onEvent: ({ data }) => this.#handle(data, onProgress) });
  }

  /** Whose events these are, as far as has been read: every event of ours has a type. */
  get origin(): 'unknown' | 'ours' | 'foreign' {
    return this.#origin;
  }

  read(chunk: Uint8Array): void {
    const text = this.#decoder.decode(chunk, { stream: true });
    if (text === '') return;
    this.#endsWithCr = text.endsWith('\r');
    this.#parser.feed(text);
  }

  /**
   * What the workflow returned, after the last piece.
   *
   * @throws InvocationFailedError when it failed, or when the stream broke off
   */
  result(): unknown {
    // The parser keeps a last CR back: an LF might follow.
    if (this.#endsWithCr) this.#parser.feed('\n');
    if (this.#end === undefined) {
      throw new InvocationFailedError({
        name: 'StreamEnded',
        message: `The events broke off before the result. ${mayGoOn({ sessionId: this.#sessionId })}`,
      });
    }
    if ('error' in this.#end) throw new InvocationFailedError(this.#end.error);
    return this.#end.result;
  }

  #handle(data: string, onProgress: ProgressListener): void {
    const event = parseJson(data);
    const isOurs = isRecord(event) && typeof event.type === 'string';
    if (this.#origin !== 'ours') this.#origin = isOurs ? 'ours' : 'foreign';
    // Newer runtimes may send what this command does not know.
    if (!isRecord(event)) return;
    if (event.type === 'error') this.#end ??= { error: event.error };
    else if (event.type === 'result' && 'result' in event) this.#end ??= { result: event.result };
    // Watching must not break what is watched, also when an event of a newer runtime has another shape.
    else if (isProgressEvent(event)) notify([onProgress], event);
  }
}
