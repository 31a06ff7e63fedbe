import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { agentCall, scriptedAgent } from '../../../lib/agents/index.ts';
import { agentCorePlugin, deployLocally, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { NovaActStore, novaActPlugin } from '../../../lib/local/nova-act/index.ts';
import { ListActsCommand, ListWorkflowRunsCommand, NovaActClient } from '../../../lib/service/index.ts';
import { makeProject } from '../../bundle/project.ts';

const SDK = path.resolve(import.meta.dirname, '..', '..', '..', 'lib', 'sdk', 'index.ts');
const project = makeProject({
  'workflows/reader.ts': `
    import { z } from 'zod';
    import { NovaAct, workflow } from ${JSON.stringify(SDK)};
    export const main = workflow({ definitionName: 'reader-workflow' }, async ({ url, prompt }: { url: string; prompt: string }) => {
      await using nova = await NovaAct.start({ startingPage: url });
      return (await nova.actGet(prompt, z.string())).data;
    });
  `,
});
const stateDir = path.join(project.root, 'state');
const aws = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Waits when the task says so; otherwise returns the heading that it sees. */
const agent = scriptedAgent([
  { prompt: /Wait/, steps: [[agentCall.wait(60)]] },
  { returns: ({ observation }) => /<h1[^>]*>([^<]*)</.exec(observation.simplifiedDOM)?.[1]?.trim() },
]);

let app: FastifyInstance;
let url: string;
let novaAct: NovaActClient;
let agentCore: BedrockAgentCoreClient;
let agentRuntimeArn: string;
beforeAll(async () => {
  app = fastify({ forceCloseConnections: true, return503OnClosing: false });
  app.get('/page', (_request, reply) => reply.type('text/html').send('<h1>Read by a real browser</h1>'));
  await app.register(novaActPlugin, { store: NovaActStore.open({ stateDir }), agent });
  await app.register(agentCorePlugin, { registry: new RuntimeRegistry({ stateDir }), stateDir });
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
  url = `${endpoint}/page`;
  novaAct = new NovaActClient({ ...aws, endpoint });
  agentCore = new BedrockAgentCoreClient({ ...aws, endpoint, maxAttempts: 1 });
  const catalogEntry = {
    name: 'reader',
    entry: 'workflows/reader.ts',
    definitionName: 'reader-workflow',
    description: 'Reads a page.',
  };
  const [deployment] = await deployLocally({
    catalog: [catalogEntry],
    projectRoot: project.root,
    stateDir,
    client: novaAct,
  });
  agentRuntimeArn = deployment?.outputs.RuntimeArn ?? '';
});
afterAll(async () => {
  agentCore.destroy();
  novaAct.destroy();
  await app.close();
  project.remove();
});

const invoke = async (
  payload: unknown,
  runtimeSessionId: string = randomUUID(),
  accept?: string,
): Promise<string> => {
  const { response } = await agentCore.send(
    new InvokeAgentRuntimeCommand({
      agentRuntimeArn,
      runtimeSessionId,
      payload: new TextEncoder().encode(JSON.stringify(payload)),
      ...(accept && { accept }),
    }),
  );
  return (await response?.transformToString()) ?? '';
};
const runs = async () =>
  (await novaAct.send(new ListWorkflowRunsCommand({ workflowDefinitionName: 'reader-workflow' })))
    .workflowRunSummaries ?? [];

describe('when a workflow of the SDK is deployed to local AWS and invoked', () => {
  test('a real browser does what the prompt says, and the events tell it step by step', async () => {
    const session = randomUUID();
    const prompt = 'Return the main heading of the page';
    expect(await invoke({ url, prompt }, session)).toBe('"Read by a real browser"');
    const events = await invoke({ url, prompt }, session, 'text/event-stream');
    const types = [...events.matchAll(/^event: (\w+)$/gm)].map(([, type]) => type);
    // Root has no browser sandbox, which is logged.
    expect(types.filter((type) => type !== 'log')).toEqual([
      'run',
      'session',
      'act',
      'step',
      'act',
      'session',
      'run',
      'result',
    ]);
    expect((await runs()).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  test('stopping its session in the middle of an act reports the act and the run as failed', async () => {
    const session = randomUUID();
    const before = new Set((await runs()).map(({ workflowRunId }) => workflowRunId));
    const answer = invoke({ url, prompt: 'Wait 60 seconds and return the title' }, session).catch(
      (error: unknown) => error,
    );
    const workflowRunId = await untilActRuns(before);
    await agentCore.send(new StopRuntimeSessionCommand({ agentRuntimeArn, runtimeSessionId: session }));
    expect(await answer).toMatchObject({
      message: expect.stringMatching(/\(503\) from runtime: ActCanceledError/),
    });
    const run = (await runs()).find((candidate) => candidate.workflowRunId === workflowRunId);
    expect(run?.status).toBe('FAILED');
    expect((await acts(workflowRunId)).map(({ status }) => status)).toEqual(['FAILED']);
  });
});

async function acts(workflowRunId: string) {
  const { actSummaries } = await novaAct.send(
    new ListActsCommand({ workflowDefinitionName: 'reader-workflow', workflowRunId }),
  );
  return actSummaries ?? [];
}

async function untilActRuns(known: ReadonlySet<string | undefined>): Promise<string> {
  for (;;) {
    const run = (await runs()).find(({ workflowRunId }) => !known.has(workflowRunId));
    if (run?.workflowRunId !== undefined && (await acts(run.workflowRunId)).length > 0)
      return run.workflowRunId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
