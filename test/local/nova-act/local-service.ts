/** The local Nova Act service on a real port, with a scripted agent and the real client. */
import fs from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import { type Agent, type AgentInput, agentCall, scriptedAgent } from '../../../lib/agents/index.ts';
import { NovaActStore, novaActPlugin } from '../../../lib/local/nova-act/index.ts';
import {
  CreateActCommand,
  CreateSessionCommand,
  CreateWorkflowDefinitionCommand,
  CreateWorkflowRunCommand,
  InvokeActStepCommand,
  type InvokeActStepCommandOutput,
  NovaActClient,
} from '../../../lib/service/index.ts';

export type LocalService = AsyncDisposable & {
  readonly url: string;
  readonly stateDir: string;
  readonly store: NovaActStore;
  readonly client: NovaActClient;
  /** What the agent was asked, in order. */
  readonly questions: AgentInput[];
  /** Stops the server and starts another one on the same state. */
  restart(): Promise<LocalService>;
};

/** How the service is started. */
export interface LocalServiceOptions {
  /** @default one that returns `done` */
  readonly agent?: Agent | undefined;
  readonly agentTimeoutMs?: number | undefined;
  readonly stateDir?: string | undefined;
}

export async function startLocalService(options: LocalServiceOptions = {}): Promise<LocalService> {
  const { agent = scriptedAgent([{ returns: 'done' }]), agentTimeoutMs } = options;
  const stateDir = options.stateDir ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'nova-act-local-')));
  const store = NovaActStore.open({ stateDir });
  const questions: AgentInput[] = [];
  // As local AWS does: a client that never sends its body does not hold up the end.
  const app = Fastify({ forceCloseConnections: true });
  await app.register(novaActPlugin, {
    store,
    agentTimeoutMs,
    agent: {
      name: agent.name,
      decide: (question) => {
        questions.push(question);
        return agent.decide(question);
      },
    },
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = new NovaActClient({
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const stop = async (): Promise<void> => {
    client.destroy();
    await app.close();
    await store.close();
  };
  let handedOver = false;
  return {
    url,
    stateDir,
    store,
    client,
    questions,
    restart: async () => {
      handedOver = true;
      await stop();
      return startLocalService({ agent, agentTimeoutMs, stateDir });
    },
    [Symbol.asyncDispose]: async () => {
      if (handedOver) return;
      await stop();
      await fs.rm(stateDir, { recursive: true, force: true });
    },
  };
}

export async function createRun(client: NovaActClient, definitionName = 'shop') {
  await client.send(new CreateWorkflowDefinitionCommand({ name: definitionName })).catch((error: unknown) => {
    if (!(error instanceof Object && 'name' in error && error.name === 'ConflictException')) throw error;
  });
  const { workflowRunId } = await client.send(
    new CreateWorkflowRunCommand({
      workflowDefinitionName: definitionName,
      modelId: 'nova-act-latest',
      clientInfo: { compatibilityVersion: 1, sdkVersion: '1.0.0' },
    }),
  );
  return { workflowDefinitionName: definitionName, workflowRunId };
}

export async function createAct(client: NovaActClient, task = 'Return the heading') {
  const run = await createRun(client);
  const { sessionId } = await client.send(new CreateSessionCommand(run));
  const { actId } = await client.send(new CreateActCommand({ ...run, sessionId, task }));
  return { ...run, sessionId, actId };
}

export const jpegBytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0xff, 0xd9]);

export function observation(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    activeURL: 'https://shop.example/',
    browserDimensions: {
      scrollHeight: 2000,
      scrollWidth: 1600,
      scrollLeft: 0,
      scrollTop: 0,
      windowWidth: 1600,
      windowHeight: 813,
    },
    idToBboxMap: { 1: { x: 1, y: 2, width: 3, height: 4 } },
    screenshotBase64: `data:image/jpeg;base64,${jpegBytes.toString('base64')}`,
    simplifiedDOM: '<title>Shop</title><h1 nova-act-id="1">Shop</h1>',
    timestamp_ms: 1,
    userAgent: 'test',
    ...changes,
  });
}

type ActKey = Awaited<ReturnType<typeof createAct>>;

/** The first step of an act. */
export function openingStep(act: ActKey, page = observation()): InvokeActStepCommand {
  return new InvokeActStepCommand({
    ...act,
    callResults: [
      { callId: 'initiateAct', content: [{ text: '{}' }] },
      { callId: 'takeObservation', content: [{ text: page }] },
    ],
  });
}

/** Sends a step on a connection of its own, without the client and its retries. */
export async function sendStep(
  url: string,
  input: InvokeActStepCommand['input'],
  invocationId: string,
  signal?: AbortSignal,
): Promise<{ readonly status: number | undefined; readonly body: unknown }> {
  const { workflowDefinitionName, workflowRunId, sessionId, actId, ...body } = input;
  const path = `/workflow-definitions/${workflowDefinitionName}/workflow-runs/${workflowRunId}/sessions/${sessionId}/acts/${actId}/invoke-step`;
  const headers = {
    authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/nova-act/aws4_request, Signature=0',
    'amz-sdk-invocation-id': invocationId,
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url + path, { method: 'PUT', headers, agent: false, ...(signal && { signal }) }, resolve)
      .once('error', reject)
      .end(JSON.stringify(body));
  });
  return { status: response.statusCode, body: JSON.parse(await text(response)) };
}

/** The step after another: a result for each call, `null` unless it is an observation. */
export function followingStep(
  act: ActKey,
  previous: InvokeActStepCommandOutput,
  page = observation(),
): InvokeActStepCommand {
  return new InvokeActStepCommand({
    ...act,
    previousStepId: previous.stepId,
    callResults: previous.calls.map(({ callId, name }) => ({
      callId,
      content: [{ text: name === 'takeObservation' ? page : 'null' }],
    })),
  });
}

export const CLICK_AND_LOOK = [
  agentCall.click({ x: 2, y: 1, width: 2, height: 2 }),
  agentCall.settle(),
  agentCall.look(),
];

/** Never comes to an end. */
export const clickAndLook: Agent = { name: 'clicker', decide: async () => CLICK_AND_LOOK };
