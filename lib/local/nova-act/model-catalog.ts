/** The models of local AWS: one, named like its agent, which never passes for Nova Act. */

import { LATEST_MODEL } from '../../contract/protocol.ts';
import { invalidFields } from './service-error.ts';

/** Oldest client that the model works with. */
export const MINIMUM_COMPATIBILITY_VERSION = 1;

/**
 * The model behind an id or alias.
 *
 * @param agentName the id of the model that is here
 * @throws ServiceError (ValidationException) for a model that is not here.
 */
export function resolveModel(modelId: string, agentName: string): string {
  if (modelId === LATEST_MODEL || modelId === agentName) return agentName;
  throw invalidFields([
    {
      name: 'modelId',
      message: `must be ${LATEST_MODEL} or ${agentName} on local AWS, is "${modelId}"`,
    },
  ]);
}
