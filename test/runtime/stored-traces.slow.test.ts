import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bundleWorkflow } from '../../lib/bundle/index.ts';
import { localEnvironment } from '../../lib/local/local-environment.ts';
import { type LocalAws, scriptedAgent, startLocalAws } from '../../lib/testing/index.ts';
import { makeProject } from '../bundle/project.ts';

const SDK = path.resolve(import.meta.dirname, '../../lib/sdk/index.ts');
const WORKFLOW = `
  import { NovaAct, workflow } from ${JSON.stringify(SDK)};
  export const main = workflow({ definitionName: 'shop' }, async ({ url, artifacts }) => {
    await using nova = await NovaAct.start({ startingPage: url, artifacts });
    await nova.act('Look');
    return 'looked';
  });
`;

const project = makeProject({ 'shop.ts': WORKFLOW });
const children: ChildProcess[] = [];
let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ agent: scriptedAgent([{ returns: 'ok' }]), definitionsOnDemand: true });
  await bundleWorkflow({
    projectRoot: project.root,
    entry: 'shop.ts',
    outDir: path.join(project.root, 'out'),
  });
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await aws.close();
  project.remove();
});

/** Runs the workflow in a host as it is deployed. @returns its events */
async function events(bucket: string, payload: object): Promise<string> {
  const child = spawn(process.execPath, [path.join(project.root, 'out', 'main.mjs')], {
    env: {
      PATH: process.env.PATH,
      ...localEnvironment(aws.url),
      NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
      NOVA_ACT_RUNTIME_PORT: '0',
      NOVA_ACT_ARTIFACT_BUCKET: bucket,
      NOVA_ACT_ARTIFACT_PREFIX: 'shop',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  const [{ port }] = await once(child, 'message');
  const answer = await fetch(`http://127.0.0.1:${port}/invocations`, {
    method: 'POST',
    headers: { accept: 'text/event-stream' },
    body: JSON.stringify({ url: `${aws.url}/demo/`, ...payload }),
  });
  return await answer.text();
}

function stored(): readonly string[] {
  const folder = path.join(aws.stateDir, 'artifacts', 'shop', 'runs');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.includes('sessions/'),
  );
}

test('a deployed workflow stores the traces of its acts, unless it says no; what it cannot store is told, and fails nothing', async () => {
  const said = await events('nova-act-local-artifacts', {});
  expect(said).toContain('"result":"looked"');
  expect(said).not.toContain('unstored');
  expect(stored().map((file) => file.replace(/.*\//, '').replace(/_.*_/, '_'))).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^act_.*html$/),
      'act_trajectory.json',
      'session_summary.json',
    ]),
  );

  const before = stored();
  const [off, failing] = await Promise.all([
    events('nova-act-local-artifacts', { artifacts: false }),
    events('there-is-none', {}),
  ]);
  expect(off).toContain('"result":"looked"');
  expect(stored()).toEqual(before);
  expect(failing).toContain('"result":"looked"');
  expect(failing).toMatch(
    /"status":"SUCCEEDED",[^[]*"unstored":\["act_[^"]*could not be stored in s3:\/\/there-is-none\/shop: s3:PutObject/,
  );
});
