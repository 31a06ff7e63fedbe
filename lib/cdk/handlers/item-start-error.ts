import { ENVELOPE_KEY } from '../../contract/envelope.ts';
import { textOfIssues } from '../../contract/error.ts';
import { ITEM_ERROR } from '../../contract/item-step.ts';
import { isNotStarted } from '../../contract/not-started.ts';
import { PayloadError } from '../../contract/payload-error.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { cut, memberOf } from '../../core/thrown.ts';
import { hostRefusalIn } from './host-refusal.ts';

/** Why an item was not started. Its name is what the state machine decides by; its message goes into the history of the execution. */
export class ItemStartError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(cut(message, MAX_LENGTH));
    this.name = name;
  }
}

/** The history need not have more. */
const MAX_LENGTH = 4000;

/** It is started again, as often as it takes. */
export function notStarted(reason: string): ItemStartError {
  return new ItemStartError(ITEM_ERROR.notStarted, `It was not seen to start: ${reason}`);
}

/** For good. */
export function refused(reason: string): ItemStartError {
  return new ItemStartError(ITEM_ERROR.refused, `It was not started: ${reason}`);
}

/**
 * What an error of `InvokeAgentRuntime` means for an item. Whatever is not certainly for good is not started: to start twice is harmless,
 * because the host knows the item by its key. Pure.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html#API_InvokeAgentRuntime_Errors
 */
export function startErrorOf(error: unknown): ItemStartError {
  if (error instanceof ItemStartError) return error;
  const said = `${nameOf(error)}: ${messageOf(error)}`;
  if (isNotStarted(error)) return notStarted(said);
  if (nameOf(error) === 'RuntimeClientError') return byHost(said);
  const status = memberOf(memberOf(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' && isForGood(status) ? refused(said) : notStarted(said);
}

/** AgentCore says the status of the container's answer, and need not say more of it. */
function byHost(said: string): ItemStartError {
  const { status, name, issues } = hostRefusalIn(said);
  if (status === undefined || !isForGood(status)) return notStarted(said);
  if (status !== 400 || name === ITEM_ERROR.refused) return refused(said);
  if (issues.some(({ path }) => path.startsWith(ENVELOPE_KEY)))
    return refused(`the host of the runtime knows no items of fleets; deploy the workflow again. ${said}`);
  const why = issues.length === 0 ? said : textOfIssues(issues);
  return new ItemStartError(new PayloadError('').name, `The workflow does not take this payload: ${why}`);
}

function isForGood(status: number): boolean {
  return status >= 400 && status < 500 && !PASSING.includes(status);
}

/** Timeout, conflict, too early, too many: they pass. */
const PASSING: readonly number[] = [408, 409, 425, 429];
