/** The models of local AWS: one, named like its agent, which never passes for Nova Act. */
import { invalidFields } from './service-error.ts';

/** The alias that workflows use, on AWS and here. */
export const LATEST_ALIAS = 'nova-act-latest';
/** Oldest client that the model works with. */
export const MINIMUM_COMPATIBILITY_VERSION = 1;

/**
 * The model behind an id or alias.
 *
 * @param agentName the id of the model that is here
 * @throws ServiceError (ValidationException) for a model that is not here.
 */
export function resolveModel(modelId: string, agentName: string): string {
  if (modelId === LATEST_ALIAS || modelId === agentName) return agentName;
  throw invalidFields([
    {
      name: 'modelId',
      message: `must be ${LATEST_ALIAS} or ${agentName} on local AWS, is "${modelId}"`,
    },
  ]);
}
