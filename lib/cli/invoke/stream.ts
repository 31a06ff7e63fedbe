import type { ProgressEvent } from '../../contract/progress.ts';
import { progressLine } from '../../sdk/run/console-progress.ts';
import { isRecord } from '../error-facts.ts';
import { InvocationFailedError } from './invocation-failed.ts';

/** Reads the server-sent events of an invocation as they come, in whatever pieces. */
export class EventReader {
  readonly #onProgress: (line: string) => void;
  readonly #decoder = new TextDecoder();
  #text = '';
  #end: { readonly result: unknown } | { readonly error: unknown } | undefined;

  constructor(options: { readonly onProgress: (line: string) => void }) {
    this.#onProgress = options.onProgress;
  }

  read(chunk: Uint8Array): void {
    this.#text += this.#decoder.decode(chunk, { stream: true });
    const events = this.#text.split('\n\n');
    this.#text = events.pop() ?? '';
    for (const event of events) this.#handle(event);
  }

  /**
   * What the workflow returned, after the last piece.
   *
   * @throws InvocationFailedError when it failed, or when the stream broke off
   */
  result(): unknown {
    if (this.#end === undefined) {
      throw new InvocationFailedError({
        name: 'StreamEnded',
        message: 'The events broke off before the result. The run may still be going on.',
      });
    }
    if ('error' in this.#end) throw new InvocationFailedError(this.#end.error);
    return this.#end.result;
  }

  #handle(block: string): void {
    const data = block.split('\n').find((line) => line.startsWith('data: '));
    // Without data it keeps the connection alive.
    if (data === undefined) return;
    const event: unknown = JSON.parse(data.slice('data: '.length));
    if (!isRecord(event)) return;
    if (event.type === 'result') this.#end = { result: event.result ?? null };
    else if (event.type === 'error') this.#end = { error: event.error };
    else if (isProgress(event)) this.#onProgress(progressLine(event));
  }
}

/** Newer runtimes may send types that this command does not know. */
function isProgress(event: unknown): event is ProgressEvent {
  const types = ['run', 'session', 'act', 'step', 'log'];
  return isRecord(event) && typeof event.type === 'string' && types.includes(event.type);
}
