import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scriptedAgent } from '../../../lib/agents/index.ts';
import { bundleWorkflowSync } from '../../../lib/bundle/index.ts';
import { deploymentOf, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { makeProject } from '../../bundle/project.ts';
import { RUN_ACTIONS, workflowRole } from './roles.ts';

const SDK = path.resolve(import.meta.dirname, '..', '..', '..', 'lib', 'sdk', 'index.ts');
const project = makeProject({
  'workflows/reader.ts': `
    import { NovaAct, workflow } from ${JSON.stringify(SDK)};
    export const main = workflow({ definitionName: 'reader-workflow' }, async ({ url }: { url: string }) => {
      await using nova = await NovaAct.start({ startingPage: url });
      return (await nova.act('Return the main heading')).response;
    });
  `,
});
const stateDir = path.join(project.root, 'state');
const definitionName = 'reader-workflow';
const arns = new Map<string, string>();
let aws: LocalAws;
let client: BedrockAgentCoreClient;

beforeAll(async () => {
  const entry = 'workflows/reader.ts';
  const outDir = path.join(project.root, 'out');
  const bundle = bundleWorkflowSync({ projectRoot: project.root, entry, outDir });
  const registry = new RuntimeRegistry({ stateDir });
  for (const without of ['nothing', ...RUN_ACTIONS, 's3:PutObject', 's3:GetObject']) {
    const name = `without-${without.replace(':', '-')}`;
    const deployment = deploymentOf({ name, entry, definitionName, description: 'Reads.' }, bundle.dir);
    const role = workflowRole({ definitionName, without });
    arns.set(without, registry.deploy({ ...deployment, role }).arn);
  }
  const agent = scriptedAgent([{ returns: 'A heading' }]);
  aws = await startLocalAws({ stateDir, agent, definitionsOnDemand: true });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new BedrockAgentCoreClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await aws.close();
  project.remove();
});

/** The answer of a session, or its error, in text. */
async function invoke(call: {
  readonly without: string;
  readonly payload: unknown;
  readonly sessionId: string;
  readonly accept?: string;
}): Promise<string> {
  const { without, payload, sessionId, accept } = call;
  const command = new InvokeAgentRuntimeCommand({
    agentRuntimeArn: arns.get(without),
    runtimeSessionId: sessionId,
    payload: Buffer.from(JSON.stringify(payload)),
    accept,
  });
  return client
    .send(command)
    .then(async ({ response }) => (await response?.transformToString()) ?? '', String);
}

const stop = (without: string, runtimeSessionId: string) =>
  client.send(new StopRuntimeSessionCommand({ agentRuntimeArn: arns.get(without), runtimeSessionId }));
const work = () => ({ url: `${aws.url}/demo/` });
const runsOf = (sessionId: string) => aws.store.runs().filter((run) => run.runtimeSession?.id === sessionId);
const saysDenied = (action: string) =>
  expect.stringMatching(
    new RegExp(`assumed-role/ReaderRole/\\S+ is not authorized to perform: ${action} on`),
  );

test('with all that a stack grants, a workflow runs', async () => {
  const sessionId = randomUUID();

  expect(await invoke({ without: 'nothing', payload: work(), sessionId })).toBe('"A heading"');
  expect(runsOf(sessionId)).toMatchObject([{ status: 'SUCCEEDED' }]);
});

describe('when the role of a workflow lacks one action of a run', () => {
  test.each(RUN_ACTIONS)('%s: the caller is told, and the run ends', async (without) => {
    const sessionId = randomUUID();
    const answer = await invoke({ without, payload: work(), sessionId });
    await stop(without, sessionId);

    expect(answer).toEqual(saysDenied(without));
    expect(answer).toContain('AuthError');
    const endedByLocalAws = {
      status: 'FAILED',
      error: { message: expect.stringContaining(`Its role had not allowed it ${without}.`) },
    };
    expect(runsOf(sessionId)).toMatchObject(
      without === 'nova-act:CreateWorkflowRun'
        ? []
        : [without === 'nova-act:UpdateWorkflowRun' ? endedByLocalAws : { status: 'FAILED' }],
    );
  });
});

describe('when it may not write its artifacts', () => {
  const without = 's3:PutObject';

  test('the work is done, and whoever watches is told that there will be no record', async () => {
    const sessionId = randomUUID();
    const events = await invoke({ without, payload: work(), sessionId, accept: 'text/event-stream' });

    expect(events).toContain('"result":"A heading"');
    expect(events).toMatch(
      /"level":"error","message":"The record of this invocation cannot be stored: s3:PutObject/,
    );
    expect(runsOf(sessionId)).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('nothing is begun whose result somebody would come for in vain', async () => {
    const sessionId = randomUUID();
    const payload = { novaActInvocation: { mode: 'async' }, payload: work() };

    expect(await invoke({ without, payload, sessionId })).toEqual(saysDenied(without));
    expect(runsOf(sessionId)).toEqual([]);
  });
});

test('when it may not read its artifacts, a status that only they know is refused, not unknown', async () => {
  const [without, sessionId] = ['s3:GetObject', randomUUID()];
  const payload = { novaActInvocation: { mode: 'async' }, payload: work() };
  const { id } = JSON.parse(await invoke({ without, payload, sessionId })).novaActInvocation;
  const question = { novaActInvocation: { mode: 'status', id, waitSeconds: 20 } };
  expect(await invoke({ without, payload: question, sessionId })).toContain('A heading');
  await stop(without, sessionId);

  expect(await invoke({ without, payload: question, sessionId })).toEqual(saysDenied(without));
});
