import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

const docker = path.join(import.meta.dirname, 'support', 'docker-of-this-network.sh');

let plane: Plane;
let folder: string;
let cdkl: string;
let assembly: string;
beforeAll(async () => {
  cdkl = ensureCdkLocal();
  folder = mkdtempSync(path.join(tmpdir(), 'outside-judge-'));
  const app = workflowApp({
    catalog: [gettingStarted()],
    projectRoot: PROJECT,
    appProps: appProps({ build: 'docker' }),
  });
  assembly = app.synth().directory;
  // Its Nova Act.
  plane = await startGettingStarted();
}, 600_000);
afterAll(async () => {
  await plane.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: unknown): string {
  const target = path.join(folder, name);
  writeFileSync(target, JSON.stringify(content));
  return target;
}

describe('when cdk-local runs the runtime of the cloud assembly', () => {
  test('the workflow does its work, and its result is printed', () => {
    const url = `${plane.endpoint}/page`;
    const local = localEnvironment(plane.endpoint);
    const target = 'NovaActWorkflow-getting-started/Workflow/Runtime';
    const { status, stdout, stderr } = spawnSync(
      cdkl,
      [
        ...['invoke-agentcore', target, '--app', assembly, '--platform', platform],
        ...['--event', file('event.json', { url })],
        ...['--env-vars', file('env-vars.json', { Parameters: local })],
      ],
      {
        encoding: 'utf8',
        cwd: folder,
        env: { ...process.env, ...local, CDK_DOCKER: docker, NOVA_ACT_BASE_IMAGE: baseImage },
      },
    );
    console.error(stdout, '-----', stderr, status);
    expect(JSON.parse(stdout)).toEqual({});
  });
});
