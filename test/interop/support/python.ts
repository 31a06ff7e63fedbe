import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from './processes.ts';

const folder = path.resolve(import.meta.dirname, '..', 'python');
const requirements = path.join(folder, 'requirements.txt');

/** How long the first run may take: pip fetches some hundred megabytes. */
export const PREPARATION_MS = 600_000;

/** A Python with the packages of requirements.txt, in the user's cache; made when it is first asked for. */
export async function python(): Promise<Python> {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const environment = path.join(cacheFolder(), `interop-${version}`);
  const bin = path.join(environment, 'bin');
  const complete = path.join(environment, 'complete');
  if (!existsSync(complete)) {
    // What an interrupted preparation left behind cannot be trusted.
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(environment, { recursive: true });
    await run('python3', ['-m', 'venv', environment]);
    await run(path.join(bin, 'pip'), ['install', '--quiet', '--requirement', requirements]);
    writeFileSync(complete, '');
  }
  return {
    executable: path.join(bin, 'python'),
    script: (name) => path.join(folder, `${name}.py`),
    tool: (name) => path.join(bin, name),
  };
}

/** Where packages that only these tests need are kept between runs. */
export function cacheFolder(): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'nova-act-cdk');
}

/** A Python and where its scripts and tools are. */
export interface Python {
  readonly executable: string;
  /** A script of this project's own. */
  readonly script: (name: string) => string;
  /** A command that came with a package. */
  readonly tool: (name: string) => string;
}
