import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.ts';
import { cacheFolder, type Python } from './python.ts';

/**
 * Version 2 of the AWS CLI, which alone has `logs tail`: PyPI has it only inside of this package, for Linux on x86_64. It is kept in the
 * user's cache.
 *
 * @returns the command
 */
export async function awsCli2({ executable, script }: Python): Promise<string> {
  const folder = path.join(cacheFolder(), `aws-cli-${PACKAGE_VERSION}`);
  const command = path.join(folder, 'dist', 'aws');
  const complete = path.join(folder, 'dist', 'complete');
  if (!existsSync(complete)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.join(folder, 'wheel'), { recursive: true });
    const wheelDir = path.join(folder, 'wheel');
    const wanted = `aws-cdk-asset-awscli-v2==${PACKAGE_VERSION}`;
    await run(executable, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', wheelDir, wanted]);
    const [wheel = ''] = readdirSync(wheelDir);
    await run(executable, [script('unpack_aws_cli'), path.join(wheelDir, wheel), path.dirname(command)]);
    rmSync(wheelDir, { recursive: true });
    chmodSync(command, 0o755);
    mkdirSync(complete);
  }
  return command;
}

const PACKAGE_VERSION = '2.0.198';
/** Of the command in that package. */
export const AWS_CLI_2_VERSION = '2.38.5';

/** Why it cannot be had here. */
export const awsCli2Missing =
  process.platform === 'linux' && process.arch === 'x64' ? undefined : 'it is here for Linux on x64 only';
