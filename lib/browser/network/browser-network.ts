import os from 'node:os';
import { VARIABLE } from '../../contract/variables.ts';
import type { AddressRules } from './refuse-address.ts';

/**
 * The rules for browsers of this process. Whoever serves here, such as the host that runs workflows, states them in the environment, so that they
 * hold for every browser: the one that it starts itself, one that a workflow makes, and one in a process of its own.
 */
export function addressRules(environment: Environment): AddressRules {
  const refused = (environment[VARIABLE.browserRefuses] ?? '').split(',');
  return {
    loopback: refused.includes('loopback'),
    ports: refused.map(Number).filter((port) => port > 0),
    ownAddresses,
  };
}

/**
 * Closes loopback, or a port of this machine, to the browsers of this process and of those that it starts.
 *
 * @returns opens it again
 */
export function refuseToBrowsers(environment: Environment, place: 'loopback' | number): () => void {
  const change = (edit: (words: readonly string[]) => readonly string[]): void => {
    const words = (environment[VARIABLE.browserRefuses] ?? '').split(',').filter((word) => word !== '');
    environment[VARIABLE.browserRefuses] = edit(words).join(',');
  };
  change((words) => [...words, String(place)]);
  return () => change((words) => words.filter((word) => word !== String(place)));
}

type Environment = Record<string, string | undefined>;

function ownAddresses(): string[] {
  return Object.values(os.networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));
}
