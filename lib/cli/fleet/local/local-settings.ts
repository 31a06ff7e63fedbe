import { availableParallelism } from 'node:os';
import { FLEET_DEFAULTS } from '../../../catalog/fleet-defaults.ts';
import { isRecord } from '../../../core/is-record.ts';

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
  entry: { readonly name: string; readonly fleet?: unknown } | undefined,
  said: Partial<Pick<LocalFleetSettings, 'concurrency' | 'toleratedFailurePercentage'>>,
): LocalFleetSettings {
  const fleet = isRecord(entry?.fleet) ? entry.fleet : {};
  const retries = isRecord(fleet.retries) ? fleet.retries : {};
  const concurrency = numberOr(fleet.concurrency, FLEET_DEFAULTS.concurrency);
  return {
    concurrency: said.concurrency ?? Math.min(concurrency, PER_CPU * availableParallelism()),
    toleratedFailurePercentage:
      said.toleratedFailurePercentage ??
      numberOr(fleet.toleratedFailurePercentage, FLEET_DEFAULTS.toleratedFailurePercentage),
    retries: {
      lost: numberOr(retries.lost, FLEET_DEFAULTS.retries.lost),
      failed: numberOr(retries.failed, FLEET_DEFAULTS.retries.failed),
    },
  };
}

const PER_CPU = 2;

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
