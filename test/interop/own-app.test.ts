import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OUTPUT_KEYS } from '../../lib/catalog/index.ts';
import { LOCAL_ACCOUNT_ID } from '../../lib/contract/local-account.ts';
import { runOnLocalAws } from '../package/local-aws.ts';
import { manifest, packTarball, root } from '../package/pack.ts';
import { Project } from '../package/project.ts';
import { type AccountServer, startAccountServer } from './support/account.ts';
import { PREPARATION_MS } from './support/python.ts';

const STACK = 'OwnAppStack';
const STEP_MS = 300_000;
const temporary = mkdtempSync(path.join(os.tmpdir(), 'own-app-'));
const cdk = path.join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
let server: AccountServer;
let project: Project;

beforeAll(async () => {
  server = await startAccountServer();
  const tarball = await packTarball(temporary);
  // `cdk init` names files and classes by the folder.
  project = new Project({
    dir: path.join(temporary, 'own-app'),
    nodeDir: path.dirname(process.execPath),
    tarball,
  });
  await project.run('node', cdk, 'init', 'app', '--language', 'typescript', '--generate-only');
  project.copy(path.join(import.meta.dirname, 'own-app', 'own-app-stack.ts'), 'lib/own-app-stack.ts');
  project.copy(path.join(root, 'test', 'package', 'consumer', 'workflows'), 'workflows');
  const version = manifest.devDependencies['aws-cdk-lib'];
  await project.install(tarball, `aws-cdk-lib@${version}`);
}, PREPARATION_MS);

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  rmSync(temporary, { recursive: true, force: true });
});

/** A command of the CDK CLI in the project, against the account that local AWS has, too. */
async function inAccount(...args: readonly string[]): Promise<void> {
  const command = project.start(['node', cdk, ...args, '--no-notices'], {
    ...server.environment(LOCAL_ACCOUNT_ID),
    CDK_VALIDATION: 'false',
  });
  if ((await command.ended) !== 0) throw new Error(`${command.stdout()}\n${command.stderr()}`);
}

const outputs = (): Record<string, string> => JSON.parse(project.read('cdk-outputs.json'))[STACK];

describe('when a project of `cdk init` has a workflow in a stack of its own', () => {
  test(
    'it is deployable, and the file of outputs has all that callers need',
    async () => {
      await inAccount('bootstrap', `aws://${LOCAL_ACCOUNT_ID}/us-east-1`);
      await inAccount('deploy', '--require-approval', 'never', '--outputs-file', 'cdk-outputs.json');

      expect(Object.keys(outputs()).sort()).toEqual([...OUTPUT_KEYS].sort());
      expect(outputs()).toMatchObject({ EndpointName: 'live', RuntimeVersion: '1', Region: 'us-east-1' });
    },
    STEP_MS,
  );

  test(
    'local AWS runs it when it is invoked by the ARN that the stack exports',
    async () => {
      await runOnLocalAws(project, [outputs().RuntimeArn ?? '']);
    },
    STEP_MS,
  );
});
