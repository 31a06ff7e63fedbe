import { FLEET_DEFAULTS } from '../../catalog/fleet-defaults.ts';
import type { ItemTaskOptions } from '../machines/item-task.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import type { FleetMonitoring, ItemRunOptions } from './workflow-fleet-props.ts';

/** How items are run, with everything said. */
export function itemTaskOptions(
  props: ItemRunOptions & { readonly workflow: NovaActWorkflow; readonly functionArn: string },
): ItemTaskOptions {
  const { workflow, functionArn, retries, lostAfter } = props;
  return {
    functionArn,
    heartbeatSeconds: lostAfter?.toSeconds() ?? FLEET_DEFAULTS.lostAfterSeconds,
    timeoutSeconds: workflow.runtime.maxLifetimeSeconds + START_SECONDS,
    retries: {
      lost: retries?.lost ?? FLEET_DEFAULTS.retries.lost,
      failed: retries?.failed ?? FLEET_DEFAULTS.retries.failed,
    },
  };
}

/** A session lives from its start; a task waits from before that, and until the end is told. */
const START_SECONDS = 300;

/** How it is watched; nothing when it is not. */
export function itemMonitoring({ monitoring = false }: ItemRunOptions): FleetMonitoring | undefined {
  if (monitoring === false) return undefined;
  return monitoring === true ? {} : monitoring;
}
