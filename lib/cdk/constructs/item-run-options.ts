import { FLEET_DEFAULTS } from '../../catalog/fleet-defaults.ts';
import type { ItemTaskOptions } from '../machines/item-task.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import type { FleetMonitoring, ItemRunOptions } from './workflow-fleet-props.ts';

/** How items are run, with everything said. */
export function itemTaskOptions(
  props: ItemRunOptions & { readonly workflow: NovaActWorkflow; readonly functionArn: string },
): ItemTaskOptions {
  const { workflow, functionArn, retries, lostAfter } = props;
  // The task waits from before the session begins: it times out before the session's life is over, and is not taken for lost then.
  const timeoutSeconds = workflow.runtime.maxLifetimeSeconds;
  const heartbeatSeconds = lostAfter?.toSeconds() ?? FLEET_DEFAULTS.lostAfterSeconds;
  return {
    functionArn,
    // Step Functions wants it below the other.
    heartbeatSeconds: Math.min(heartbeatSeconds, timeoutSeconds - 1),
    timeoutSeconds,
    retries: {
      lost: retries?.lost ?? FLEET_DEFAULTS.retries.lost,
      failed: retries?.failed ?? FLEET_DEFAULTS.retries.failed,
    },
  };
}

/** How it is watched; nothing when it is not. */
export function itemMonitoring({ monitoring = false }: ItemRunOptions): FleetMonitoring | undefined {
  if (monitoring === false) return undefined;
  return monitoring === true ? {} : monitoring;
}
