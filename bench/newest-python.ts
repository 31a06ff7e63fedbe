import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../test/interop/support/processes.ts';
import { cacheFolder } from '../test/interop/support/python.ts';

const PACKAGES = ['nova-act', 'bedrock-agentcore', 'boto3'] as const;

/**
 * A Python with the newest packages to compare with, in the user's cache. The registry is asked once a day.
 *
 * @throws Error when there is no environment yet, and the registry cannot be reached
 */
export async function newestPython(say: (text: string) => void): Promise<NewestPython> {
  const environment = path.join(cacheFolder(), 'bench-python');
  const executable = path.join(environment, 'bin', 'python');
  const complete = path.join(environment, 'complete.json');
  const today = new Date().toISOString().slice(0, 10);
  const known = existsSync(complete) ? JSON.parse(readFileSync(complete, 'utf8')) : undefined;
  if (known?.asked === today) return { executable, versions: known.versions };
  say(`fetching the newest ${PACKAGES.join(', ')}`);
  if (known === undefined) {
    // What an interrupted preparation left behind cannot be trusted.
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(environment, { recursive: true });
    await run('python3', ['-m', 'venv', environment]);
  } else rmSync(complete);
  await run(executable, ['-m', 'pip', 'install', '--quiet', '--upgrade', ...PACKAGES]);
  const versions = await versionsOf(executable);
  writeFileSync(complete, JSON.stringify({ asked: today, versions }));
  return { executable, versions };
}

/** A Python, and what it has. */
export interface NewestPython {
  readonly executable: string;
  /** By the names of the packages, and `Python`. */
  readonly versions: Readonly<Record<string, string>>;
}

async function versionsOf(executable: string): Promise<Readonly<Record<string, string>>> {
  const code = [
    'import importlib.metadata as m, json, platform, sys',
    'print(json.dumps({"Python": platform.python_version(), **{name: m.version(name) for name in sys.argv[1:]}}))',
  ].join('\n');
  const { stdout } = await run(executable, ['-c', code, ...PACKAGES]);
  return JSON.parse(stdout);
}
