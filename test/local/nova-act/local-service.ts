/** The local Nova Act service on a real port, with a scripted agent and the real client. */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import Fastify from 'fastify';
import {
  type Agent,
  type AgentInput,
  NovaActStore,
  novaActPlugin,
} from '../../../lib/local/nova-act/index.ts';
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

const finish: Agent = () => [{ name: 'return', input: ['done'] }];

export async function startLocalService(
  options: { readonly decide?: Agent; readonly stateDir?: string } = {},
): Promise<LocalService> {
  const decide = options.decide ?? finish;
  const stateDir = options.stateDir ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'nova-act-local-')));
  const store = NovaActStore.open({ stateDir });
  const questions: AgentInput[] = [];
  const app = Fastify();
  await app.register(novaActPlugin, {
    store,
    decide: (question) => {
      questions.push(question);
      return decide(question);
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
      return startLocalService({ decide, stateDir });
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

export const clickAndLook: Agent = () => [
  { name: 'agentClick', input: ['<box>1,2,3,4</box>'] },
  { name: 'waitForPageToSettle', input: [] },
  { name: 'takeObservation', input: [] },
];
