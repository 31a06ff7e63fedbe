import type { BuildMode } from '../../../lib/cdk/index.ts';
import type { Expected } from './row.ts';

// What rows expect again and again.

export const DEPLOYED: Expected = { result: 'deployed' };
export const UNCHANGED: Expected = { result: 'unchanged', images: 0 };

/** Refused by CloudFormation, or by the CLI, with these words. */
export const refused = (message: string): Expected => ({ result: 'refused', message });

export const IN_USE: Expected = { ...refused('cannot be updated as it is in use by'), foreseen: true };
export const TAKEN: Expected = { ...refused('already exists'), foreseen: true };

/** Days that development keeps logs, of the groups that the service makes for the two endpoints of a runtime. */
export const kept = (...runtimes: readonly string[]): NonNullable<Expected['retention']> =>
  Object.fromEntries(
    runtimes.flatMap((name) => [`${name}-DEFAULT`, `${name}-live`]).map((name) => [name, 14]),
  );

/** How many images a deployment of one new piece of code makes. */
export const imagesOf = (build: BuildMode): number => (build === 'zip' ? 0 : 1);

/** 0.1.0 could be deployed only where the service made no log groups. */
export const QUIET = { runtimeLogGroups: false };
