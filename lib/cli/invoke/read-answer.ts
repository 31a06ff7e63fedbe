import { addAbortSignal, Readable } from 'node:stream';
import { EventReader } from '../../contract/event-reader.ts';
import type { ProgressListener } from '../../contract/progress.ts';
import { parseJson } from '../../core/json.ts';
import { mayGoOn } from './failure.ts';
import { InvocationFailedError } from './invocation-failed.ts';

/** What a stream of ours ends with; one of another runtime is the answer itself. */
export async function readEvents(
  body: unknown,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: ProgressListener;
    readonly sessionId: string;
  },
): Promise<unknown> {
  const events = new EventReader(options);
  const chunks: Uint8Array[] = [];
  await readAll(body, options.signal, (chunk) => {
    events.read(chunk);
    if (events.origin !== 'ours') chunks.push(chunk);
  });
  const end = events.end();
  if (end !== undefined && 'error' in end) throw new InvocationFailedError(end.error);
  if (events.unclear !== undefined) {
    throw new InvocationFailedError({
      name: 'StreamUnclear',
      message: `${events.unclear} Whether the workflow succeeded is not known. ${mayGoOn({ sessionId: options.sessionId })}`,
    });
  }
  if (events.origin === 'foreign') return Buffer.concat(chunks).toString('utf8');
  if (end === undefined) {
    throw new InvocationFailedError({
      name: 'StreamEnded',
      message: `The events broke off before the result. ${mayGoOn({ sessionId: options.sessionId })}`,
    });
  }
  return end.result;
}

/** What a runtime answered: the JSON value, or the text itself; `null` when it answered nothing. */
export function decodeBody(text: string, isJson: boolean): unknown {
  if (text === '') return null;
  const value = parseJson(text);
  if (value !== undefined) return value;
  if (!isJson) return text;
  throw new InvocationFailedError({
    name: 'AnswerBroken',
    message:
      'The answer is not the JSON that it says it is: it was cut off, or the runtime made a mistake. What became of the run is not known.',
  });
}

/** A body to its end, as text unless its chunks are wanted. */
export async function readAll(
  body: unknown,
  signal: AbortSignal,
  onChunk?: (chunk: Uint8Array) => void,
): Promise<string> {
  if (!(body instanceof Readable)) return '';
  addAbortSignal(signal, body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    if (onChunk === undefined) chunks.push(chunk);
    else onChunk(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
