import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpRequest } from '@smithy/core/protocols';
import { INVOCATION_ID_HEADER, REQUEST_HEADER, retryMiddlewareOptions } from '@smithy/core/retry';
import type { Command, MetadataBearer, Pluggable } from '@smithy/types';
import { isExpiredTokenError } from '../contract/identity-errors.ts';
import { LinkedSignal } from '../core/linked-signal.ts';
import type {
  NovaActClient,
  NovaActClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from './client.ts';
import { failureKindOf, type NextAttempt, nextAttempt, type Patience } from './repeat-policy.ts';
import { withGrace } from './with-grace.ts';

/**
 * Sends a command until it is answered or patience ends, in place of the attempts that the client would make by itself.
 * All attempts are one request to the service: they have the same `amz-sdk-invocation-id`. Credentials that are over
 * are fetched anew, once.
 *
 * @throws what the last attempt failed with that was answered or broken; the signal only cuts it short
 */
export async function repeatCall<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
  client: NovaActClient,
  command: Command<ServiceInputTypes, I, ServiceOutputTypes, O, NovaActClientResolvedConfig>,
  options: RepeatOptions,
): Promise<O> {
  const { patience, signal, graceMs = 0, onRepeat } = options;
  const startedAt = performance.now();
  const attempt = new SingleAttempts();
  let lastFailure: { readonly error: unknown } | undefined;
  let hasSignedAnew = false;
  let lostAnswers = 0;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await withGrace(signal, graceMs, (abortSignal) =>
        inTime(abortSignal, patience.attemptMs, (limited) => {
          command.middlewareStack.use(attempt.plugin(attempts));
          return client.send(command, { abortSignal: limited });
        }),
      );
    } catch (error) {
      // What went wrong before says more than that there was no more time.
      if (signal.aborted) throw lastFailure === undefined ? error : lastFailure.error;
      lastFailure = { error };
      if (failureKindOf(error) === 'lost') lostAnswers += 1;
      const elapsedMs = performance.now() - startedAt;
      const failed = { error, attempts, lostAnswers, elapsedMs, patience, hasSignedAnew };
      const next = nextAttempt({ ...failed, random: Math.random() });
      if (next === undefined) throw error;
      if (isExpiredTokenError(error)) await refreshCredentials(client);
      hasSignedAnew ||= next.signsAnew;
      onRepeat?.({ error, attempts, delayMs: next.delayMs });
      await pause(next.delayMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) throw error;
    }
  }
}

/** How a call is repeated. */
export interface RepeatOptions {
  readonly patience: Patience;
  /** Ends waiting at once, and the attempt that is under way. */
  readonly signal: AbortSignal;
  /** How long the attempt that is under way may go on after that. @default 0 */
  readonly graceMs?: number | undefined;
  /** Hears of each failure after which the call is repeated. */
  readonly onRepeat?: ((failure: RepeatedFailure) => void) | undefined;
}

/** A failure that is not the end of it. */
export interface RepeatedFailure extends Pick<NextAttempt, 'delayMs'> {
  readonly error: unknown;
  /** Attempts so far. */
  readonly attempts: number;
}

/** Attempts of one call: each is sent once, whatever the client would do, and all say that they are the same. */
class SingleAttempts {
  readonly #invocationId = randomUUID();

  plugin<I extends object, O extends MetadataBearer>(attempt: number): Pluggable<I, O> {
    return {
      applyToStack: (stack) => {
        stack.add(
          (next) => (args) => {
            if (HttpRequest.isInstance(args.request)) {
              args.request.headers[INVOCATION_ID_HEADER] = this.#invocationId;
              args.request.headers[REQUEST_HEADER] = `attempt=${attempt}`;
            }
            return next(args);
          },
          // Takes the place of the SDK's own.
          { ...retryMiddlewareOptions, override: true },
        );
      },
    };
  }
}

/** Gives up work that hangs as a timeout, which can be told from an abort. */
async function inTime<T>(
  signal: AbortSignal,
  timeoutMs: number | undefined,
  work: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined) return await work(signal);
  const timeout = AbortSignal.timeout(timeoutMs);
  using linked = new LinkedSignal(signal, timeout);
  try {
    return await work(linked.signal);
  } catch (error) {
    if (!timeout.aborted || signal.aborted) throw error;
    throw Object.assign(new Error(`no answer within ${timeoutMs} ms`, { cause: error }), {
      name: 'TimeoutError',
    });
  }
}

/**
 * Has the provider fetch its credentials anew. The SDK does so by itself only when it knows that their time is up. Whether
 * they are others then, the next attempt shows: what was refused was not run.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/understanding-credentials.html
 */
async function refreshCredentials({ config }: NovaActClient): Promise<void> {
  // The refusal of the service is what the caller hears of.
  await config.credentials({ forceRefresh: true }).catch(() => {});
}
