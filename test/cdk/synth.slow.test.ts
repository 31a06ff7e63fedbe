import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { foundationStackName, workflowStackName } from '../../lib/catalog/index.ts';
import { catalog } from '../../workflows/catalog.ts';
import { projectRoot, temporaryFolder } from './synthesis.ts';

interface Manifest {
  readonly artifacts: Readonly<
    Record<string, { readonly type: string; readonly properties?: { readonly stackName?: string } }>
  >;
}

/** Runs the CDK CLI as a newcomer would: no credentials, no Docker on the path. */
async function cdk(...args: readonly string[]): Promise<string> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [path.join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices'],
    {
      cwd: projectRoot,
      env: {
        PATH: path.dirname(process.execPath),
        HOME: temporaryFolder(),
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        AWS_EC2_METADATA_DISABLED: 'true',
        // The rules of CloudFormation take longer than all the rest; CI synthesises with them.
        CDK_VALIDATION: 'false',
      },
    },
  );
  return stderr;
}

// One mode: a process for each takes its time, and what they put into templates is tested without the CLI. CI runs all.
describe('when the CDK CLI synthesises this project', () => {
  test('there is a foundation and a stack for each workflow, without credentials and without Docker', async () => {
    const output = temporaryFolder();
    const stderr = await cdk('synth', '--quiet', '--output', output, '--context', 'build=codebuild');

    expect(stderr).not.toMatch(/error|warning/i);
    const { artifacts }: Manifest = JSON.parse(readFileSync(path.join(output, 'manifest.json'), 'utf8'));
    const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack');
    expect(stacks.map(({ properties }) => properties?.stackName).sort()).toEqual(
      [foundationStackName(), ...catalog.map(({ name }) => workflowStackName({ workflow: name }))].sort(),
    );
  }, 90_000);
});
