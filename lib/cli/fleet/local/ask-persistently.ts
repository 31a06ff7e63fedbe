import { setTimeout as sleep } from 'node:timers/promises';
import { SESSION_ENDED } from '../../../contract/error.ts';
import type { FleetResultError } from '../../../contract/fleet-result.ts';
import { ITEM_ERROR } from '../../../contract/item-step.ts';
import { type StartFailure, startFailureOf } from '../../../contract/start-failure.ts';
import { messageOf, nameOf } from '../../../core/errors.ts';
import { endedBeforeItAnswered } from '../../../local/agentcore/explain-failure.ts';
import { neverConnected } from '../../aws-failure.ts';
import { factsOf } from '../../error-facts.ts';
import { parseWorkflowError } from '../../invoke/workflow-error.ts';

/**
 * Asks the host of an item again as the state machine on AWS does: often while there is no room, a few times while the runtime fails by
 * itself, and not at all when it refuses or its session is lost.
 *
 * @throws ItemUnansweredError when it is not asked again
 * @throws when local AWS is not there any more, or the signal says so
 */
export async function askPersistently<T>(
  ask: () => Promise<T>,
  { signal, firstPauseMs = 500 }: AskOptions,
): Promise<T> {
  const left = { ...ATTEMPTS };
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || neverConnected(factsOf(error))) throw error;
      const failure = failureOf(error);
      if (left[failure] === 0) throw new ItemUnansweredError(reasonOf(error, failure));
      left[failure] -= 1;
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

/** An item got no answer of a host that has it. Its reason is what a result says. */
export class ItemUnansweredError extends Error {
  readonly reason: FleetResultError;

  constructor(reason: FleetResultError) {
    super(reason.message);
    this.reason = reason;
  }
}

interface AskOptions {
  readonly signal: AbortSignal;
  /** Each pause is twice as long as the one before. @default 500 */
  readonly firstPauseMs?: number | undefined;
}

/** How often it is asked again. Whatever comes of it on this machine comes soon, so that a runtime that fails gets fewer than on AWS. */
const ATTEMPTS = { passing: 60, unavailable: 3, refused: 0, lost: 0 };
const LONGEST_PAUSE_MS = 15_000;

/** A process that was gone before it answered may have begun with the item. */
function failureOf(error: unknown): StartFailure | 'lost' {
  if (nameOf(error) === 'RuntimeClientError' && endedBeforeItAnswered(messageOf(error))) return 'lost';
  return startFailureOf(error);
}

function reasonOf(error: unknown, failure: StartFailure | 'lost'): FleetResultError {
  const message = messageOf(error);
  const said = `${nameOf(error)}: ${message}`;
  switch (failure) {
    case 'lost':
      return { name: SESSION_ENDED, message };
    case 'passing':
      return { name: ITEM_ERROR.notStarted, message: said };
    case 'unavailable':
      return { name: ITEM_ERROR.unavailable, message: said };
    case 'refused': {
      const { name, message: why } =
        nameOf(error) === 'RuntimeClientError' ? parseWorkflowError(message) : { name: undefined, message };
      return { name: name ?? nameOf(error), message: why };
    }
  }
}
