/** The models of local AWS: the ids that AWS documents, all played by one agent. */

import { LATEST_MODEL } from '../../contract/protocol.ts';
import { show } from '../../core/problems.ts';
import { invalidFields } from './service-error.ts';

/**
 * The only model: the one that is generally available and can be pinned.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/userguide/model-version-selection.html
 */
export const MODEL_ID = 'nova-act-v1.0';

/** Names that lead to {@link MODEL_ID} here; on AWS the second one leads to a preview, which has no id of its own. */
export const MODEL_ALIASES: readonly string[] = [LATEST_MODEL, 'nova-act-preview'];

/** Oldest client that the model works with. */
export const MINIMUM_COMPATIBILITY_VERSION = 1;

/** @throws ServiceError (ValidationException) for a model that AWS does not document. */
export function checkModelId(modelId: string): void {
  const known = [...MODEL_ALIASES, MODEL_ID];
  if (known.includes(modelId)) return;
  const message = `must be ${known.slice(0, -1).join(', ')} or ${known.at(-1)}, is ${show(modelId)}`;
  throw invalidFields([{ name: 'modelId', message }]);
}

/** Who plays the models, in a sentence for people: nobody shall take the agent for Nova Act. */
export function whoPlays(agentName: string, modelIds: readonly string[]): string {
  const ids = [modelIds.slice(0, -1).join(', '), modelIds.at(-1)].filter(Boolean).join(' and ');
  return `On local AWS the agent ${agentName} plays ${ids}: a stand-in for development, not Nova Act.`;
}
