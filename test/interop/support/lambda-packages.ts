import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, run } from './processes.ts';
import { cacheFolder } from './python.ts';

/** Of the SDK that Lambda has beside every function: what the functions of CDK import and this project does not. */
const PACKAGE = '@aws-sdk/client-s3@3.1169.0';

/**
 * The packages that functions find on Lambda, in the user's cache; fetched when they are first asked for.
 *
 * @returns a value for `NODE_PATH`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-sdk-included
 */
export async function lambdaPackages(): Promise<string> {
  const folder = path.join(cacheFolder(), `lambda-${PACKAGE.replaceAll(/[^\w.-]/g, '_')}`);
  const installed = path.join(folder, 'node_modules');
  if (!existsSync(path.join(installed, '.package-lock.json'))) {
    mkdirSync(folder, { recursive: true });
    await run('npm', ['install', '--prefix', folder, '--no-fund', '--no-audit', PACKAGE]);
  }
  return [installed, path.join(projectRoot, 'node_modules')].join(path.delimiter);
}
