import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { hasCode, messageOf } from '../../core/errors.ts';
import type { RuntimeRecord, StoredRuntime } from './runtime-record.ts';

/** Removes the bundles of a state folder that no version of a runtime and no session needs any more. */
export class Bundles {
  readonly #options: BundlesOptions;
  readonly #seen = new Set<string>();
  #pruning: Promise<void> = Promise.resolve();

  constructor(options: BundlesOptions) {
    this.#options = options;
  }

  /** Says that a session begins. The first one of a version is when there may be older ones to remove. */
  begin({ arn, version }: Pick<RuntimeRecord, 'arn' | 'version'>): void {
    const key = `${arn}:${version}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#pruning = this.#pruning
      .then(() => this.#prune())
      .catch((error: unknown) => {
        process.emitWarning(`Old bundles could not be removed: ${messageOf(error)}`);
      });
  }

  /** Resolves when nothing is being removed. */
  idle(): Promise<void> {
    return this.#pruning;
  }

  async #prune(): Promise<void> {
    const { stateDir, runtimes, inUse } = this.#options;
    const root = bundlesDir(stateDir);
    const versions = runtimes().flatMap((runtime) => runtime.versions.map(({ bundleDir }) => bundleDir));
    const needed = new Set([...versions, ...inUse()]);
    for (const workflow of await namesIn(root)) {
      for (const hash of await namesIn(path.join(root, workflow))) {
        const folder = path.join(root, workflow, hash);
        if (!BUNDLE.test(hash) || needed.has(folder)) continue;
        const { mtimeMs } = await stat(folder);
        if (Date.now() - mtimeMs > YOUNG_MS) await rm(folder, { recursive: true, force: true });
      }
    }
  }
}

/** What bundles are needed for. */
interface BundlesOptions {
  readonly stateDir: string;
  readonly runtimes: () => readonly StoredRuntime[];
  /** The folders that sessions run from. */
  readonly inUse: () => Iterable<string>;
}

/** The folder with the bundles of all workflows, each in a folder that is named by its content. */
export function bundlesDir(stateDir: string): string {
  return path.resolve(stateDir, 'bundles');
}

const BUNDLE = /^[0-9a-f]{16}$/;
/** Whoever deploys a bundle has it before the registry knows. */
const YOUNG_MS = 60_000;

async function namesIn(dir: string): Promise<readonly string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return [];
    throw error;
  }
}
