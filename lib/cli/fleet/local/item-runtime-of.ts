import { LIVE_ENDPOINT_NAME } from '../../../catalog/names.ts';
import type { RuntimeSession } from '../../invoke/runtime-session.ts';
import type { FleetScope } from '../fleet-scope.ts';

/** The runtime of the workflow on local AWS, to which sessions of items belong. */
export function itemRuntimeOf({ deployed, target }: FleetScope): Omit<RuntimeSession, 'sessionId'> {
  return {
    runtimeArn: deployed.outputs.RuntimeArn,
    qualifier: deployed.outputs.EndpointName ?? LIVE_ENDPOINT_NAME,
    client: { region: target.region, ...(target.url !== undefined && { endpoint: target.url }) },
  };
}
