import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/**
 * Builds what most benches measure, so that none measures what was built before. What that prints goes to standard error: standard
 * output is for the table, or for JSON.
 */
export async function buildPackage(signal: AbortSignal): Promise<void> {
  const script = path.resolve(import.meta.dirname, '../bin/build.mjs');
  const stdio = ['ignore', process.stderr.fd, process.stderr.fd] as const;
  const [code] = await once(spawn(process.execPath, [script], { stdio: [...stdio] }), 'close');
  // Who interrupts us ends it, too.
  if (code !== 0 && !signal.aborted) throw new Error('The package could not be built: nothing was measured.');
}
