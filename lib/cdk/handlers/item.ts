import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import type { SettledFleet } from '../../contract/fleet-input.ts';
import type { ItemStep } from '../../contract/item-step.ts';
import { show } from '../../core/problems.ts';
import { stringMember } from '../../core/thrown.ts';
import { itemSettingsIn } from '../item-settings.ts';
import type { FunctionContext } from './answer.ts';
import { settleFleet } from './settle-fleet.ts';
import { type StartedItem, startItem } from './start-item.ts';

/**
 * All code of a fleet beside the host: what its state machine cannot do itself. Step Functions and Lambda may call it more than once for one
 * step.
 *
 * @throws Error whose `name` is what the state machine decides by: `InvalidFleet`, or see {@link startItem}
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export async function handler(
  event: ItemStep,
  context: FunctionContext,
): Promise<SettledFleet | StartedItem> {
  const settings = itemSettingsIn(process.env);
  switch (event.step) {
    case 'settle':
      return settleFleet(event, settings);
    case 'start': {
      const started = await startItem(event, {
        client,
        settings,
        deadlineMs: Date.now() + context.getRemainingTimeInMillis() - TIME_TO_ANSWER_MS,
      });
      console.log(JSON.stringify({ message: 'item started', ...started }));
      return started;
    }
    default:
      throw new Error(
        `This function has the steps settle and start; it was asked for ${show(stringMember(event, 'step'))}.`,
      );
  }
}

/** One attempt: what is worth another one is decided by {@link startItem}, which has a limit for all of them. */
const client = new BedrockAgentCoreClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 0, socketTimeout: 0 },
});

const TIME_TO_ANSWER_MS = 5_000;
