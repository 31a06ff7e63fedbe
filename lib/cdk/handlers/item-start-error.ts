import { ENVELOPE_KEY } from '../../contract/envelope.ts';
import { textOfIssues } from '../../contract/error.ts';
import { hostRefusalIn } from '../../contract/host-refusal.ts';
import { ITEM_ERROR } from '../../contract/item-step.ts';
import { PayloadError } from '../../contract/payload-error.ts';
import { startFailureOf } from '../../contract/start-failure.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { cut } from '../../core/thrown.ts';

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

/** It is started again a few times. */
function unavailable(reason: string): ItemStartError {
  return new ItemStartError(
    ITEM_ERROR.unavailable,
    `The runtime failed before the item was seen to start: ${reason}`,
  );
}

/** For good. */
export function refused(reason: string): ItemStartError {
  return new ItemStartError(ITEM_ERROR.refused, `It was not started: ${reason}`);
}

/** What an error of `InvokeAgentRuntime` means for an item: see {@link startFailureOf}. Pure. */
export function startErrorOf(error: unknown): ItemStartError {
  if (error instanceof ItemStartError) return error;
  const said = `${nameOf(error)}: ${messageOf(error)}`;
  switch (startFailureOf(error)) {
    case 'passing':
      return notStarted(said);
    case 'unavailable':
      return unavailable(said);
    case 'refused':
      return nameOf(error) === 'RuntimeClientError' ? refusedByHost(said) : refused(said);
  }
}

/** Of a container's answer AgentCore need not say more than the status. */
function refusedByHost(said: string): ItemStartError {
  const { status, name, issues } = hostRefusalIn(said);
  if (status !== 400 || name === ITEM_ERROR.refused) return refused(said);
  if (issues.some(({ path }) => path.startsWith(ENVELOPE_KEY)))
    return refused(`the host of the runtime knows no items of fleets; deploy the workflow again. ${said}`);
  const why = issues.length === 0 ? said : textOfIssues(issues);
  return new ItemStartError(new PayloadError('').name, `The workflow does not take this payload: ${why}`);
}
