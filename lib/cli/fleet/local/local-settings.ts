import { availableParallelism } from 'node:os';
import type { WorkflowCatalogEntry } from '../../../catalog/catalog.ts';
import { FLEET_DEFAULTS } from '../../../catalog/fleet-defaults.ts';

/** How a fleet runs on this machine. */
export interface LocalFleetSettings {
  readonly concurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly retries: { readonly lost: number; readonly failed: number };
}

/**
 * The settings of a fleet in a catalog, with defaults, and what the command says. Each item is a process and mostly a browser, so
 * that by itself no more of them run than this machine bears.
 *
 * @param entry of the catalog; what is wrong in it has been said when the catalog was read
 */
export function localFleetSettings(
  entry: Pick<WorkflowCatalogEntry, 'fleet'> | undefined,
  said: Partial<Pick<LocalFleetSettings, 'concurrency' | 'toleratedFailurePercentage'>>,
): LocalFleetSettings {
  const fleet = typeof entry?.fleet === 'object' ? entry.fleet : {};
  const {
    concurrency = Math.min(fleet.concurrency ?? FLEET_DEFAULTS.concurrency, PER_CPU * availableParallelism()),
    toleratedFailurePercentage = fleet.toleratedFailurePercentage ??
      FLEET_DEFAULTS.toleratedFailurePercentage,
  } = said;
  const { lost = FLEET_DEFAULTS.retries.lost, failed = FLEET_DEFAULTS.retries.failed } = fleet.retries ?? {};
  return { concurrency, toleratedFailurePercentage, retries: { lost, failed } };
}

const PER_CPU = 2;
