import { availableParallelism } from 'node:os';
import type { WorkflowCatalogEntry } from '../../../catalog/catalog.ts';
import { FLEET_DEFAULTS } from '../../../catalog/fleet-defaults.ts';
import { LIFECYCLE_DEFAULTS } from '../../../catalog/limits.ts';

/** How a fleet runs on this machine. */
export interface LocalFleetSettings {
  readonly concurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly retries: { readonly lost: number; readonly failed: number };
  /** How long one attempt at an item may take. */
  readonly maxLifetimeSeconds: number;
}

/**
 * The settings of a fleet in a catalog, with defaults, and what the command says. Each item is a process and mostly a browser, so
 * that by itself no more of them run than this machine bears.
 *
 * @returns the settings, and for people how many run at a time, with the reason when nobody has said it
 * @param entry of the catalog; what is wrong in it has been said when the catalog was read
 */
export function localFleetSettings(
  entry: Pick<WorkflowCatalogEntry, 'fleet' | 'lifecycle'> | undefined,
  said: Partial<Pick<LocalFleetSettings, 'concurrency' | 'toleratedFailurePercentage'>>,
): { readonly settings: LocalFleetSettings; readonly pace: string } {
  const fleet = typeof entry?.fleet === 'object' ? entry.fleet : {};
  const wanted = fleet.concurrency ?? FLEET_DEFAULTS.concurrency;
  const most = PER_CPU * availableParallelism();
  const {
    concurrency = Math.min(wanted, most),
    toleratedFailurePercentage = fleet.toleratedFailurePercentage ??
      FLEET_DEFAULTS.toleratedFailurePercentage,
  } = said;
  const { lost = FLEET_DEFAULTS.retries.lost, failed = FLEET_DEFAULTS.retries.failed } = fleet.retries ?? {};
  const { maxLifetimeSeconds = LIFECYCLE_DEFAULTS.maxLifetimeSeconds } = entry?.lifecycle ?? {};
  const isMost = said.concurrency === undefined && most < wanted;
  return {
    settings: { concurrency, toleratedFailurePercentage, retries: { lost, failed }, maxLifetimeSeconds },
    pace: `${concurrency} at a time (${isMost ? 'twice the processors of this machine; change it with ' : ''}--concurrency)`,
  };
}

const PER_CPU = 2;
