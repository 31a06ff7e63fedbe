import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { FLEET_ITEMS_FILE, type FleetInput } from '../../../contract/fleet-input.ts';
import { isInstance } from '../../../core/thrown.ts';
import { factsOf } from '../../error-facts.ts';
import { fleetKey } from '../fleet-scope.ts';
import type { FleetStore } from '../fleet-store.ts';
import type { ItemSpool } from '../items/item-spool.ts';
import type { FleetAccess } from './aws-fleets.ts';

/**
 * Uploads the items of a fleet, and starts its execution. The items are where no others of this name can be, so that the same
 * command twice is an error, and not a second fleet.
 *
 * @returns the ARN of the execution; `undefined` when there is a fleet of this name
 */
export async function startExecution(fleet: NewFleet, access: FleetAccess): Promise<string | undefined> {
  const { name, items, store, settings = {} } = fleet;
  if (!(await store.uploadItems(name, items))) return undefined;
  const key = fleetKey(store.place, name, FLEET_ITEMS_FILE);
  const input: FleetInput = { items: { format: 'jsonl', key }, ...settings };
  try {
    const client = await access.sfn();
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: access.machineArn, name, input: JSON.stringify(input) }),
      access.call,
    );
    return executionArn ?? '';
  } catch (error) {
    // Of an answer that was lost, nobody knows whether it was started: it may be reading its items.
    if (isInstance(error, ExecutionAlreadyExists)) return undefined;
    if (wasRefused(error)) await store.withoutSignal().forgetItems(name);
    throw error;
  }
}

/** A fleet that is to be started. */
export interface NewFleet {
  readonly name: string;
  readonly items: ItemSpool;
  readonly store: FleetStore;
  readonly settings?: Omit<FleetInput, 'items'> | undefined;
}

function wasRefused(error: unknown): boolean {
  const { status } = factsOf(error);
  return status !== undefined && status >= 400 && status < 500;
}
