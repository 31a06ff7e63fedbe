import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  type InvokeAgentRuntimeCommandOutput,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import fastify from 'fastify';
import { bundleWorkflowSync } from '../../../lib/bundle/index.ts';
import type { WorkflowCatalogEntry } from '../../../lib/catalog/index.ts';
import { Access } from '../../../lib/local/access/access.ts';
import {
  type AgentCorePluginOptions,
  agentCorePlugin,
  deploymentOf,
  type RuntimeDeployment,
  RuntimeRegistry,
} from '../../../lib/local/agentcore/index.ts';
import { routedUrl, SERVICE_PATH } from '../../../lib/local/front-door.ts';
import { InvocationStore } from '../../../lib/local/invocation-store.ts';
import { RuntimeSessions } from '../../../lib/local/runtime-sessions.ts';
import { s3Plugin } from '../../../lib/local/s3/s3-plugin.ts';
import { makeProject } from '../../bundle/project.ts';

/** A workflow that does what the payload says, to see how its host and its supervisor take it. */
const WORKFLOW = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  let count = 0;
  const report = (what) => fetch(process.env.AWS_ENDPOINT_URL_NOVA_ACT + '/report/' + what, { method: 'POST' });
  export const main = async (payload, context) => {
    count += 1;
    switch (payload.do) {
      case 'echo': return payload.value;
      case 'who': return { pid: process.pid, count, cwd: process.cwd(), env: process.env, sessionId: context.sessionId, headers: context.headers };
      case 'write': writeFileSync('note.txt', payload.text); return process.cwd();
      case 'fail': throw Object.assign(new Error('the shop is closed'), { name: 'ShopError' });
      case 'print': console.log('printed by the workflow'); return null;
      case 'crash': process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); break;
      case 'exit': process.exit(3);
      case 'hang': for (;;);
      case 'stream':
        context.publishProgress({ type: 'log', level: 'info', message: 'half way' });
        return 'there';
      case 'leave': {
        const child = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
        writeFileSync(payload.file, String(child.pid));
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => undefined);
      }
      case 'wait': {
        await report('started');
        await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
        await report('ended-well');
        throw context.signal.reason;
      }
    }
  };
`;

const project = makeProject({ 'workflows/probe.ts': WORKFLOW });
const bundle = bundleWorkflowSync({
  projectRoot: project.root,
  entry: 'workflows/probe.ts',
  outDir: path.join(project.root, 'out'),
});

export const probe: WorkflowCatalogEntry = {
  name: 'probe',
  entry: 'workflows/probe.ts',
  definitionName: 'probe-workflow',
  description: 'Does what the payload says.',
};

/** A local data plane with one runtime, and an unmodified AWS client that talks to it. */
export async function startPlane(
  options: {
    lifecycle?: WorkflowCatalogEntry['lifecycle'];
    /** Of callers. */
    settings?: Pick<RuntimeDeployment, 'requestHeaders' | 'authorizer'>;
  } & Partial<AgentCorePluginOptions> = {},
) {
  const { lifecycle, settings, ...pluginOptions } = options;
  const stateDir = path.join(project.root, randomUUID());
  const registry = new RuntimeRegistry({ stateDir });
  const { arn, id } = registry.deploy({
    ...deploymentOf(
      {
        ...probe,
        environment: { FROM_CATALOG: 'yes' },
        secrets: { LOGIN_ARN: 'login' },
        ...(lifecycle && { lifecycle }),
      },
      bundle.dir,
    ),
    ...settings,
  });
  const reports: string[] = [];
  const waiting: (() => void)[] = [];
  const app = fastify({ forceCloseConnections: true, return503OnClosing: false, rewriteUrl: routedUrl });
  const runtimeSessions = new RuntimeSessions();
  const invocations = new InvocationStore({ stateDir });
  await app.register(agentCorePlugin, { registry, stateDir, runtimeSessions, invocations, ...pluginOptions });
  await app.register(s3Plugin, {
    prefix: SERVICE_PATH.s3,
    stateDir,
    access: new Access({ runtimeSessions }),
    invocations,
  });
  app.post<{ Params: { what: string } }>('/report/:what', async (request) => {
    reports.push(request.params.what);
    for (const resolve of waiting.splice(0)) resolve();
    return {};
  });
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = new BedrockAgentCoreClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const send = (
    payload: unknown,
    input: Partial<InvokeAgentRuntimeCommand['input']> = {},
  ): Promise<InvokeAgentRuntimeCommandOutput> =>
    client.send(
      new InvokeAgentRuntimeCommand({
        agentRuntimeArn: arn,
        payload: new TextEncoder().encode(JSON.stringify(payload)),
        ...input,
      }),
    );
  return {
    arn,
    id,
    app,
    client,
    endpoint,
    registry,
    reports,
    stateDir,
    send,
    /** The answer of an invocation, decoded. */
    async call(payload: unknown, runtimeSessionId?: string): Promise<unknown> {
      const output = await send(payload, runtimeSessionId === undefined ? {} : { runtimeSessionId });
      return JSON.parse((await output.response?.transformToString()) ?? '');
    },
    stop: (runtimeSessionId: string, clientToken?: string) =>
      client.send(new StopRuntimeSessionCommand({ agentRuntimeArn: arn, runtimeSessionId, clientToken })),
    /** Deploys the runtime with other variables, which makes a version of it. */
    deploy: (
      environment: Record<string, string>,
      endpoints?: Record<string, string | undefined>,
      bundleDir: string = bundle.dir,
    ) => registry.deploy({ ...deploymentOf({ ...probe, environment }, bundleDir), endpoints }),
    bundleDir: bundle.dir,
    /** Deploys a runtime whose process ends at once. @returns its ARN */
    deployBroken(): string {
      const bundleDir = path.join(stateDir, 'broken');
      mkdirSync(bundleDir, { recursive: true });
      writeFileSync(path.join(bundleDir, 'main.mjs'), 'process.exit(7);');
      return registry.deploy(deploymentOf({ ...probe, name: 'broken' }, bundleDir)).arn;
    },
    async reported(what: string): Promise<void> {
      while (!reports.includes(what)) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async close(): Promise<void> {
      client.destroy();
      await app.close();
    },
  };
}

export type Plane = Awaited<ReturnType<typeof startPlane>>;

export function removeProject(): void {
  project.remove();
}

/** Whether a process is there; a zombie is not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
