import { Readable } from 'node:stream';
import type { ErrorDescription } from '../../contract/error.ts';
import { serverSentEvent } from '../../contract/events.ts';
import type { InvocationEnd } from './completed-record.ts';
import type { ForwardedAnswer } from './forward.ts';

/**
 * Passes the answer of a process on as it comes, and keeps what a record needs. A stream of events whose process goes away
 * ends with an `error` event that says how, because its status has long been sent; any other answer just breaks off.
 */
export function watchAnswer(
  answer: ForwardedAnswer,
  watcher: {
    readonly kept: AnswerKeeper;
    /** The whole answer came. */
    readonly onAnswer: (kept: AnswerKeeper) => void;
    /** It broke off. @returns what the caller is told */
    readonly onBroken: (error: unknown) => Promise<ErrorDescription>;
  },
): Readable {
  const { kept } = watcher;
  let hasLeft = false;
  const pass = async function* (): AsyncGenerator<Uint8Array | string> {
    try {
      for await (const chunk of answer.body) {
        kept.add(chunk);
        yield chunk;
      }
      watcher.onAnswer(kept);
    } catch (error) {
      if (hasLeft) return;
      const described = await watcher.onBroken(error);
      if (!kept.endsWithErrorEvent) throw error;
      // A blank line first: the process may have died within an event.
      yield `\n\n${serverSentEvent({ type: 'error', json: JSON.stringify({ type: 'error', error: described }) })}`;
    }
  };
  const passed = Readable.from(pass(), { objectMode: false });
  // The caller may go at any time; the process then sees that nobody reads any more.
  passed.once('close', () => {
    hasLeft = true;
    answer.body.destroy();
  });
  return passed;
}

/** Keeps what a record needs of an answer. */
export interface AnswerKeeper {
  /** Whether one that breaks off can still say why, by an event. */
  readonly endsWithErrorEvent: boolean;
  add(chunk: Uint8Array): void;
  /** What the whole answer says: how the invocation ended, or that it goes on under an id. */
  outcome(): InvocationEnd | { readonly acceptedAs: string };
}
