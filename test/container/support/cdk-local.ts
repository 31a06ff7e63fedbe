import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, run, say } from './commands.ts';

const PACKAGE = 'cdk-local@0.147.22';
/** What the package depends on is as new as this day had it, and so the same each time. */
const AS_OF = '2026-11-20';

/**
 * A tool by others that runs the AgentCore runtimes of a cloud assembly in Docker. It brings some twenty AWS clients, so
 * it is not among our dependencies: it is fetched from npm when it is first asked for, and kept.
 *
 * @returns the path of its command, `cdkl`
 * @see https://www.npmjs.com/package/cdk-local
 */
export function ensureCdkLocal(): string {
  const folder = path.join(cacheFolder(), `${PACKAGE}-${AS_OF}`);
  const command = path.join(folder, 'node_modules', '.bin', 'cdkl');
  if (!existsSync(command)) {
    say(`fetching ${PACKAGE}`);
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
    run('npm', ['install', '--prefix', folder, '--before', AS_OF, ...quietly, PACKAGE]);
  }
  return command;
}
