import { messageOf, nameOf } from '../core/errors.ts';
import { memberOf } from '../core/thrown.ts';
import { hostRefusalIn } from './host-refusal.ts';
import { isNotStarted } from './not-started.ts';

/**
 * What an error of `InvokeAgentRuntime` means for an item that was to be started:
 *
 * - `passing`: there was no room, a host was just ending, or the answer was lost
 * - `unavailable`: the runtime failed by itself, such as a container that does not start; that may pass, and mostly does not
 * - `refused`: for good
 */
export type StartFailure = 'passing' | 'unavailable' | 'refused';

/**
 * Judges an error of `InvokeAgentRuntime`. Whatever is not certainly for good is worth another attempt: to start an item twice is harmless,
 * because the host knows it by its key. Pure.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html#API_InvokeAgentRuntime_Errors
 */
export function startFailureOf(error: unknown): StartFailure {
  if (isNotStarted(error)) return 'passing';
  if (nameOf(error) === 'RuntimeClientError') return byContainer(messageOf(error));
  const status = memberOf(memberOf(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' && isForGood(status) ? 'refused' : 'passing';
}

/** AgentCore says the status of the container's answer. Without one the container gave no answer: it does not start, or not in time. */
function byContainer(message: string): StartFailure {
  const { status } = hostRefusalIn(message);
  if (status === undefined) return 'unavailable';
  if (status === ENDING || PASSING.includes(status)) return 'passing';
  return isForGood(status) ? 'refused' : 'unavailable';
}

function isForGood(status: number): boolean {
  return status >= 400 && status < 500 && !PASSING.includes(status);
}

/** Timeout, conflict, too early, too many: they pass. */
const PASSING: readonly number[] = [408, 409, 425, 429];
/** What a host of ours answers that ends; the next one may take the item. */
const ENDING = 503;
