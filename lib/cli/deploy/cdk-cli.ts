import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { CDK_CLI_VERSION } from '../../core/package.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The CDK CLI that is installed for a project. Its file is run with Node itself: what `node_modules/.bin` has is another
 * thing on Windows.
 *
 * @throws UsageError when it is not installed, or the project is no app of the CDK
 */
export function cdkCliOf(projectRoot: string): CdkCli {
  const manifest = manifestFor(projectRoot);
  const found = manifest === undefined ? undefined : parseJson(readFileSync(manifest, 'utf8'));
  const bin = isRecord(found) && isRecord(found.bin) ? found.bin.cdk : undefined;
  if (manifest === undefined || !isRecord(found) || typeof bin !== 'string') {
    throw new UsageError({
      what: `The CDK CLI (package aws-cdk) is not installed in ${projectRoot}.`,
      fix: `Install it with: npm install --save-dev --save-exact aws-cdk@${CDK_CLI_VERSION}`,
    });
  }
  return {
    file: path.resolve(path.dirname(manifest), bin),
    version: String(found.version),
    folder: projectRoot,
  };
}

/** Refuses to synthesize where the CDK CLI would not know what. @throws UsageError */
export function checkHasApp(projectRoot: string): void {
  if (existsSync(path.join(projectRoot, 'cdk.json'))) return;
  throw new UsageError({
    what: `There is no app of the CDK in ${projectRoot}: no file cdk.json.`,
    fix: 'Call the command in the folder of an app, or give the folder of an assembly with --app.',
  });
}

/** The CDK CLI of a project. */
export interface CdkCli {
  /** What Node runs. */
  readonly file: string;
  readonly version: string;
  /** Where it runs: the folder of the project. */
  readonly folder: string;
}

function manifestFor(projectRoot: string): string | undefined {
  try {
    return createRequire(path.join(projectRoot, 'package.json')).resolve('aws-cdk/package.json');
  } catch {
    return undefined;
  }
}
