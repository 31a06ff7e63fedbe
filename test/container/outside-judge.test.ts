import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { workflowApp } from '../../lib/cdk/index.ts';
import { localEnvironment } from '../../lib/local/local-environment.ts';
import { appProps } from '../cdk/synthesis.ts';
import { ensureCdkLocal } from './support/cdk-local.ts';
import {
  baseImage,
  gettingStarted,
  PROJECT,
  platform,
  startGettingStarted,
} from './support/getting-started.ts';
import type { Plane } from './support/plane.ts';

const STACK = 'NovaActWorkflow-getting-started';
const docker = path.join(import.meta.dirname, 'support', 'docker-of-this-network.sh');

let plane: Plane;
let folder: string;
let cdkl: string;
let assembly: CloudAssembly;
beforeAll(async () => {
  cdkl = ensureCdkLocal();
  folder = mkdtempSync(path.join(tmpdir(), 'outside-judge-'));
  const app = workflowApp({
    catalog: [gettingStarted()],
    projectRoot: PROJECT,
    // The tool finds the image by its name, which begins with the account.
    processEnvironment: { CDK_DEFAULT_ACCOUNT: '123456789012' },
    appProps: appProps({ build: 'docker' }),
  });
  assembly = app.synth();
  // The tool looks for the manifest under the name of the stack; in our assembly it has the shorter id.
  const { id } = assembly.getStackByName(STACK);
  copyFileSync(manifest(id), manifest(STACK));
  // Its Nova Act.
  plane = await startGettingStarted();
}, 600_000);
afterAll(async () => {
  await plane.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The logical id of the runtime; a path would begin with the construct's id, which is not the name of the stack. */
function runtimeOf(synthesized: CloudAssembly): string {
  const template = Template.fromJSON(synthesized.getStackByName(STACK).template);
  const [logicalId = ''] = Object.keys(template.findResources('AWS::BedrockAgentCore::Runtime'));
  return logicalId;
}

function manifest(name: string): string {
  return path.join(assembly.directory, `${name}.assets.json`);
}

function file(name: string, content: unknown): string {
  const target = path.join(folder, name);
  writeFileSync(target, JSON.stringify(content));
  return target;
}

/** Not `spawnSync`: local AWS lives in this process and must answer meanwhile. */
async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 10_000_000 };
  const { stdout } = await promisify(execFile)(cdkl, args, options);
  return stdout;
}

describe('when cdk-local runs the runtime of the cloud assembly', () => {
  test('the workflow does its work, and its result is printed', async () => {
    const url = `${plane.endpoint}/page`;
    const local = localEnvironment(plane.endpoint);
    const printed = await run(
      [
        ...['invoke-agentcore', `${STACK}:${runtimeOf(assembly)}`],
        ...['--app', assembly.directory, '--platform', platform],
        ...['--event', file('event.json', { url })],
        ...['--env-vars', file('env-vars.json', { Parameters: local })],
      ],
      { ...local, CDK_DOCKER: docker, NOVA_ACT_BASE_IMAGE: baseImage },
    );
    // It asks for events and prints them, among the lines of the log.
    const [, event = ''] = /^event: result\ndata: (.*)$/m.exec(printed) ?? [];
    expect(printed).toContain(`(platform=${platform})`);
    expect(JSON.parse(event)).toEqual({
      type: 'result',
      result: { url, answer: 'Seen from a container', steps: 1 },
    });
    expect((await plane.runs()).map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });
});
