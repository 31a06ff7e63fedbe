/** The models of local AWS: one, the offline agent, which never passes for Nova Act. */

import { LATEST_MODEL } from '../../contract/protocol.ts';
import { invalidFields } from './service-error.ts';

/** Model id of the offline agent. */
export const OFFLINE_MODEL_ID = 'nova-act-offline';
/** Oldest client that the model works with. */
export const MINIMUM_COMPATIBILITY_VERSION = 1;

/**
 * The model behind an id or alias.
 *
 * @throws ServiceError (ValidationException) for a model that is not here.
 */
export function resolveModel(modelId: string): string {
  if (modelId === LATEST_MODEL || modelId === OFFLINE_MODEL_ID) return OFFLINE_MODEL_ID;
  throw invalidFields([
    {
      name: 'modelId',
      message: `must be ${LATEST_MODEL} or ${OFFLINE_MODEL_ID} on local AWS, is "${modelId}"`,
    },
  ]);
}
