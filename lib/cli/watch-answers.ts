import type { FinalizeHandlerArguments, MetadataBearer, Pluggable } from '@smithy/types';
import { memberOf } from '../core/thrown.ts';
import { completeAnswersPlugin } from '../service/complete-answers.ts';
import { readableAnswersPlugin } from '../service/readable-answers.ts';

/** Makes a client say that it waits, and tell answers that nobody can use. */
export function watchAnswers(client: WatchedClient, say: (text: string) => void): void {
  const { middlewareStack: stack } = client;
  stack.use(readableAnswersPlugin);
  stack.use(completeAnswersPlugin);
  stack.use({
    applyToStack: (own) => {
      own.add(
        (next) => async (args: FinalizeHandlerArguments<object>) => {
          const timer = setTimeout(() => say(waiting(args.request)), SILENCE_MS).unref();
          try {
            return await next(args);
          } finally {
            clearTimeout(timer);
          }
        },
        // For each attempt.
        { step: 'finalizeRequest', priority: 'low', name: 'novaActSayWaiting', override: true },
      );
    },
  });
}

/** What the transport of a client of a command is made with. The time is that from a request to the head of its answer. */
export const REQUEST_LIMITS = {
  connectionTimeout: 10_000,
  requestTimeout: 20_000,
  // Without this the transport only warns and keeps waiting.
  throwOnRequestTimeout: true,
} as const;

/** As far as it matters here. */
export interface WatchedClient {
  readonly middlewareStack: { use(plugin: Pluggable<object, MetadataBearer>): void };
}

const SILENCE_MS = 5_000;

function waiting(request: unknown): string {
  const host = memberOf(request, 'hostname');
  return `Waiting for an answer of ${String(host ?? 'AWS')} (at most ${REQUEST_LIMITS.requestTimeout / 1000} s for each attempt) …\n`;
}
