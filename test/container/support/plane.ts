import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import fastify from 'fastify';
import { agentCall, scriptedAgent } from '../../../lib/agents/index.ts';
import type { WorkflowCatalogEntry } from '../../../lib/catalog/index.ts';
import { Access } from '../../../lib/local/access/access.ts';
import {
  agentCorePlugin,
  containerSessions,
  deployLocally,
  RuntimeRegistry,
} from '../../../lib/local/agentcore/index.ts';
import { routedUrl, SERVICE_PATH } from '../../../lib/local/front-door.ts';
import { NovaActStore, novaActPlugin } from '../../../lib/local/nova-act/index.ts';
import { RuntimeSessions } from '../../../lib/local/runtime-sessions.ts';
import { s3Plugin } from '../../../lib/local/s3/s3-plugin.ts';
import { ListActsCommand, ListWorkflowRunsCommand, NovaActClient } from '../../../lib/service/index.ts';
import { makeProject } from '../../bundle/project.ts';
import { run } from './commands.ts';

const SDK = path.resolve(import.meta.dirname, '..', '..', '..', 'lib', 'sdk', 'index.ts');

/** A workflow that does what the payload says, to see the container from inside. */
const WORKFLOW = `
  import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { z } from 'zod';
  import { NovaAct, workflow } from ${JSON.stringify(SDK)};

  const inBrowser = workflow({ definitionName: 'probe-workflow' }, async ({ url, prompt, next }) => {
    await using nova = await NovaAct.start({ startingPage: url });
    if (prompt !== undefined) return (await nova.actGet(prompt, z.string())).data;
    if (next !== undefined) await nova.page.goto(next);
    return await nova.page.locator('body').innerText();
  });
  const canWrite = (file) => {
    try { writeFileSync(file, 'x'); return true; } catch (error) { return error.code; }
  };
  const processes = () => readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).flatMap((pid) => {
    try {
      const stat = readFileSync('/proc/' + pid + '/stat', 'utf8');
      return [{ name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), state: stat.slice(stat.lastIndexOf(')') + 2)[0] }];
    } catch { return []; }
  });

  export const main = async (payload, context) => {
    switch (payload.do) {
      case 'echo': return payload.value;
      case 'who': return { uid: process.getuid(), env: process.env, sessionId: context.sessionId, processes: processes(), capabilities: /CapEff:\\s*(\\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] };
      case 'write': return Object.fromEntries(payload.files.map((file) => [file, canWrite(file)]));
      case 'list': return readdirSync(payload.folder);
      case 'sleep': await sleep(payload.ms, undefined, { signal: context.signal }); return payload.value;
      case 'browse': return inBrowser(payload);
    }
  };
`;

const PROBE: WorkflowCatalogEntry = {
  name: 'probe',
  entry: 'workflows/probe.ts',
  definitionName: 'probe-workflow',
  description: 'Does what the payload says.',
  environment: { FROM_CATALOG: 'yes' },
};

/** Waits when the task says so; otherwise returns the heading that it sees. */
const agent = scriptedAgent([
  { prompt: /Wait/, steps: [[agentCall.wait(60)]] },
  { returns: ({ observation }) => /<h1[^>]*>([^<]*)</.exec(observation.simplifiedDOM)?.[1]?.trim() },
]);

const aws = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Which workflow runs, and how. */
export interface PlaneOptions {
  /** The folder that the entry is relative to, if it is not the one of {@link PROBE}. */
  readonly projectRoot?: string;
  /** @default {@link PROBE} */
  readonly workflow?: WorkflowCatalogEntry;
  /** More environment for Docker's command line. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Local AWS whose sessions are containers, with one workflow, and unmodified AWS clients that talk to it. */
export async function startPlane(options: PlaneOptions = {}) {
  const { workflow = PROBE } = options;
  const workflowDefinitionName = workflow.definitionName;
  const project = makeProject({ [PROBE.entry]: WORKFLOW });
  const stateDir = path.join(project.root, 'state');
  mkdirSync(stateDir);
  const containers = await containerSessions({
    stateDir,
    environment: { ...process.env, ...options.environment },
  });
  const app = fastify({ forceCloseConnections: true, return503OnClosing: false, rewriteUrl: routedUrl });
  app.get('/page', (_request, reply) => reply.type('text/html').send('<h1>Seen from a container</h1>'));
  app.get<{ Querystring: { set?: string } }>('/cookies', (request, reply) => {
    if (request.query.set !== undefined) reply.header('set-cookie', `${request.query.set}=1; Path=/`);
    return reply.type('text/html').send(`<p>${request.headers.cookie ?? 'no cookies'}</p>`);
  });
  const registry = new RuntimeRegistry({ stateDir });
  const store = NovaActStore.open({ stateDir });
  const { invocations } = store;
  const runtimeSessions = new RuntimeSessions();
  const access = new Access({ runtimeSessions });
  await app.register(novaActPlugin, { store, agent });
  await app.register(agentCorePlugin, {
    ...{ registry, stateDir, runtimeSessions, invocations },
    startSession: containers.startSession,
  });
  await app.register(s3Plugin, { prefix: SERVICE_PATH.s3, stateDir, access, invocations });
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
  const novaAct = new NovaActClient({ ...aws, endpoint });
  const client = new BedrockAgentCoreClient({ ...aws, endpoint, maxAttempts: 1 });
  const [deployment] = await deployLocally({
    catalog: [workflow],
    projectRoot: options.projectRoot ?? project.root,
    stateDir,
    client: novaAct,
  });
  const agentRuntimeArn = deployment?.outputs.RuntimeArn ?? '';
  await containers.prepare(registry.list()).catch(async (error: unknown) => {
    // A server that listens would keep the failed test from ending.
    await app.close();
    throw error;
  });
  const stateKey = createHash('sha256').update(stateDir).digest('hex').slice(0, 16);

  const send = async (
    payload: unknown,
    options: { readonly session?: string; readonly accept?: string } = {},
  ): Promise<string> => {
    const { response } = await client.send(
      new InvokeAgentRuntimeCommand({
        agentRuntimeArn,
        runtimeSessionId: options.session ?? randomUUID(),
        payload: new TextEncoder().encode(JSON.stringify(payload)),
        ...(options.accept !== undefined && { accept: options.accept }),
      }),
    );
    return (await response?.transformToString()) ?? '';
  };
  const runs = async () =>
    (await novaAct.send(new ListWorkflowRunsCommand({ workflowDefinitionName }))).workflowRunSummaries ?? [];
  const acts = async (workflowRunId: string) =>
    (await novaAct.send(new ListActsCommand({ workflowDefinitionName, workflowRunId }))).actSummaries ?? [];
  return {
    endpoint,
    stateDir,
    agentRuntimeArn,
    send,
    runs,
    acts,
    /** The answer of an invocation, decoded. */
    call: async (payload: unknown, session?: string): Promise<unknown> =>
      JSON.parse(await send(payload, session === undefined ? {} : { session })),
    stop: (runtimeSessionId: string) =>
      client.send(new StopRuntimeSessionCommand({ agentRuntimeArn, runtimeSessionId })),
    /** Names of the containers of this local AWS. */
    containers: (): string[] => {
      const filter = `label=nova-act.local-state=${stateKey}`;
      return run('docker', ['ps', '--all', '--filter', filter, '--format', '{{.Names}}'])
        .split('\n')
        .filter((name) => name !== '');
    },
    /** Resolves with the id of a run that is not among `known` and has an act. */
    async actBegins(known: readonly (string | undefined)[]): Promise<string> {
      for (;;) {
        const found = (await runs()).find(({ workflowRunId }) => !known.includes(workflowRunId));
        if (found?.workflowRunId !== undefined && (await acts(found.workflowRunId)).length > 0) {
          return found.workflowRunId;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async close(): Promise<void> {
      client.destroy();
      novaAct.destroy();
      await app.close();
      project.remove();
    },
  };
}

/** {@link startPlane}'s local AWS. */
export type Plane = Awaited<ReturnType<typeof startPlane>>;
