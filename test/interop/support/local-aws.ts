import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { serve } from './processes.ts';

/** Local AWS as `npm run local` starts it, with all workflows deployed. */
export interface LocalAws extends AsyncDisposable {
  /** What makes clients talk to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly demoSiteUrl: string;
  /** Absolute. */
  readonly outputsFile: string;
}

/**
 * Starts local AWS on a free port, with a state folder that is gone afterwards.
 *
 * @param options.command a script that takes the options of `npm run local`. @default - that itself
 * @param options.environment variables of the server
 */
export async function startLocalAws(
  options: {
    readonly command?: string | undefined;
    readonly environment?: Readonly<Record<string, string>> | undefined;
  } = {},
): Promise<LocalAws> {
  const { command = path.join('bin', 'local.ts') } = options;
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'nova-act-interop-'));
  const args = ['--import', 'tsx', command, '--port', '0', '--state-dir', stateDir, '--json'];
  const server = await serve(process.execPath, args, options.environment);
  const { environment, demoSiteUrl } = readyOf(server.ready);
  return {
    environment,
    demoSiteUrl,
    outputsFile: path.join(stateDir, 'cdk-outputs.json'),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

function readyOf(ready: unknown): Pick<LocalAws, 'environment' | 'demoSiteUrl'> {
  const { environment, demoSiteUrl } = Object(Object(ready).data);
  if (typeof demoSiteUrl !== 'string' || typeof environment !== 'object') {
    throw new Error(`Local AWS said something else: ${JSON.stringify(ready)}`);
  }
  return { environment, demoSiteUrl };
}
