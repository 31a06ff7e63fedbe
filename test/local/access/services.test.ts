import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { scriptedAgent } from '../../../lib/agents/index.ts';
import { localIdentityOf, makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { Access } from '../../../lib/local/access/access.ts';
import type { PolicyStatement, RuntimeRole } from '../../../lib/local/access/role.ts';
import { agentCorePlugin, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { routedUrl, SERVICE_PATH } from '../../../lib/local/front-door.ts';
import { NovaActStore, novaActPlugin } from '../../../lib/local/nova-act/index.ts';
import { RuntimeSessions } from '../../../lib/local/runtime-sessions.ts';
import { s3Plugin } from '../../../lib/local/s3/s3-plugin.ts';
import * as novaAct from '../../../lib/service/index.ts';
import { statement, workflowRole } from './roles.ts';

const stateDir = mkdtempSync(path.join(tmpdir(), 'access-'));
const runtimeSessions = new RuntimeSessions();
const access = new Access({ runtimeSessions });
const app: FastifyInstance = fastify({ forceCloseConnections: true, rewriteUrl: routedUrl });
const clients: { destroy(): void }[] = [];
let endpoint: string;
let runtimeArn: string;
beforeAll(async () => {
  const store = NovaActStore.open({ stateDir });
  const registry = new RuntimeRegistry({ stateDir });
  const bundleDir = path.join(stateDir, 'bundle');
  mkdirSync(bundleDir);
  writeFileSync(path.join(bundleDir, 'main.mjs'), 'process.exit(7)');
  runtimeArn = registry.deploy({
    ...{ name: 'other', definitionName: 'other', bundleDir, environment: {} },
    ...{ idleTimeoutSeconds: 60, maxLifetimeSeconds: 60 },
  }).arn;
  await app.register(agentCorePlugin, { registry, stateDir, runtimeSessions, access });
  await app.register(novaActPlugin, {
    store,
    agent: scriptedAgent([{ returns: 'done' }]),
    definitionsOnDemand: true,
    runtimeSessions,
    access,
  });
  const { invocations } = store;
  await app.register(s3Plugin, { prefix: SERVICE_PATH.s3, stateDir, access, invocations });
  endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await app.close();
  rmSync(stateDir, { recursive: true, force: true });
});

/** What a client is made with that signs with the credentials of a session, which has this role or none. */
function sessionWith(role: RuntimeRole | undefined, id: string = randomUUID()) {
  const credentials = makeLocalCredentials();
  const identity = localIdentityOf(credentials.accessKeyId) ?? '';
  runtimeSessions.begin({ identity, id, role, invocationId: () => undefined });
  return { id, identity, config: { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 } };
}

const roleWith = (...statements: readonly PolicyStatement[]): RuntimeRole => ({
  ...workflowRole({ definitionName: 'shop' }),
  statements,
});

function kept<T extends { destroy(): void }>(client: T): T {
  clients.push(client);
  return client;
}

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('when a session calls Nova Act', () => {
  const definition = 'arn:aws:nova-act:us-east-1:000000000000:workflow-definition/shop';
  const workflowDefinitionName = 'shop';
  const run = { workflowDefinitionName, workflowRunId: randomUUID() };
  const session = { ...run, sessionId: randomUUID() };
  const act = { ...session, actId: randomUUID() };
  const clientInfo = { compatibilityVersion: 1 };
  const runArn = `${definition}/workflow-run/${run.workflowRunId}`;
  const call = (
    client: novaAct.NovaActClient,
  ): Readonly<Record<novaAct.OperationName, () => Promise<unknown>>> => ({
    CreateWorkflowDefinition: () =>
      client.send(new novaAct.CreateWorkflowDefinitionCommand({ name: 'shop' })),
    GetWorkflowDefinition: () =>
      client.send(new novaAct.GetWorkflowDefinitionCommand({ workflowDefinitionName })),
    DeleteWorkflowDefinition: () =>
      client.send(new novaAct.DeleteWorkflowDefinitionCommand({ workflowDefinitionName })),
    ListWorkflowDefinitions: () => client.send(new novaAct.ListWorkflowDefinitionsCommand({})),
    CreateWorkflowRun: () =>
      client.send(
        new novaAct.CreateWorkflowRunCommand({
          workflowDefinitionName,
          clientInfo,
          modelId: 'nova-act-latest',
        }),
      ),
    GetWorkflowRun: () => client.send(new novaAct.GetWorkflowRunCommand(run)),
    UpdateWorkflowRun: () => client.send(new novaAct.UpdateWorkflowRunCommand({ ...run, status: 'FAILED' })),
    DeleteWorkflowRun: () => client.send(new novaAct.DeleteWorkflowRunCommand(run)),
    ListWorkflowRuns: () => client.send(new novaAct.ListWorkflowRunsCommand({ workflowDefinitionName })),
    CreateSession: () => client.send(new novaAct.CreateSessionCommand(run)),
    ListSessions: () => client.send(new novaAct.ListSessionsCommand(run)),
    CreateAct: () => client.send(new novaAct.CreateActCommand({ ...session, task: 'Look' })),
    InvokeActStep: () =>
      client.send(
        new novaAct.InvokeActStepCommand({
          ...act,
          callResults: [{ callId: 'takeObservation', content: [{ text: '{}' }] }],
        }),
      ),
    UpdateAct: () => client.send(new novaAct.UpdateActCommand({ ...act, status: 'FAILED' })),
    ListActs: () => client.send(new novaAct.ListActsCommand({ workflowDefinitionName })),
    ListModels: () => client.send(new novaAct.ListModelsCommand({ clientCompatibilityVersion: 1 })),
  });
  const onRun: readonly novaAct.OperationName[] = [
    ...([
      'GetWorkflowRun',
      'UpdateWorkflowRun',
      'DeleteWorkflowRun',
      'CreateSession',
      'ListSessions',
    ] as const),
    ...(['CreateAct', 'InvokeActStep', 'UpdateAct'] as const),
  ];
  const onNothing: readonly novaAct.OperationName[] = ['ListModels', 'ListWorkflowDefinitions'];
  const operations = Object.values(novaAct.operations).map(({ name }) => name);

  test.each(operations)('%s needs the action of its name on all that it is about', async (operation) => {
    const deniedOn = async (statements: readonly PolicyStatement[]): Promise<string | undefined> => {
      const client = kept(new novaAct.NovaActClient(sessionWith(roleWith(...statements)).config));
      const error = await errorOf(call(client)[operation]());
      if (!(error instanceof novaAct.AccessDeniedException)) return undefined;
      const [, action, resource] = /perform: (\S+) on resource: (\S+) because no/.exec(error.message) ?? [];
      expect(action).toBe(`nova-act:${operation}`);
      return resource;
    };
    const others = statement({ actions: [`nova-act:${operation}`], areActionsExcluded: true });
    const on = (...resources: string[]) => statement({ actions: [`nova-act:${operation}`], resources });

    if (onNothing.includes(operation)) {
      expect(await deniedOn([others, on(definition)])).toBe('*');
      expect(await deniedOn([on('*')])).toBeUndefined();
      return;
    }
    expect(await deniedOn([others])).toBe(definition);
    expect(await deniedOn([on(definition)])).toBe(onRun.includes(operation) ? runArn : undefined);
    expect(await deniedOn([on(definition, `${definition}/workflow-run/*`)])).toBeUndefined();
  });

  test('the error says who, what, where, why, and what would help', async () => {
    const { config } = sessionWith(workflowRole({ definitionName: 'shop' }), `über/${'x'.repeat(80)}`);
    const client = kept(new novaAct.NovaActClient(config));

    expect(await errorOf(call(client).GetWorkflowDefinition())).toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
      message:
        `User: arn:aws:sts::000000000000:assumed-role/ReaderRole/-ber-${'x'.repeat(59)} is not authorized to perform: ` +
        `nova-act:GetWorkflowDefinition on resource: ${definition} ` +
        'because no identity-based policy allows the nova-act:GetWorkflowDefinition action. ' +
        'To allow it, add a statement with this action and resource to a policy of the role ReaderRole.',
    });
  });

  test('sessions without a role, and all other callers, may do everything', async () => {
    const callers = [
      sessionWith(undefined).config,
      { ...sessionWith(roleWith()).config, credentials: makeLocalCredentials() },
    ];
    for (const config of callers) {
      const client = kept(new novaAct.NovaActClient(config));
      expect(await errorOf(call(client).ListModels())).toBeUndefined();
    }
  });
});

describe('when a session calls another runtime', () => {
  const invoke = 'bedrock-agentcore:InvokeAgentRuntime';
  const send = (role: RuntimeRole, runtimeUserId?: string) =>
    errorOf(
      kept(new BedrockAgentCoreClient(sessionWith(role).config)).send(
        new InvokeAgentRuntimeCommand({
          agentRuntimeArn: runtimeArn,
          runtimeUserId,
          payload: Buffer.from('{}'),
        }),
      ),
    );

  test('it must be allowed on the runtime and on the endpoint', async () => {
    const on = (...resources: string[]) => roleWith(statement({ actions: [invoke], resources }));
    const denied = (resource: string) => ({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`${invoke} on resource: ${resource} because`),
    });

    expect(await send(roleWith())).toMatchObject(denied(runtimeArn));
    expect(await send(on(runtimeArn))).toMatchObject(denied(`${runtimeArn}/runtime-endpoint/DEFAULT`));
    expect(await send(on(runtimeArn, `${runtimeArn}/*`))).toMatchObject({ name: 'RuntimeClientError' });
  });

  test('for a user it needs a second action', async () => {
    expect(await send(roleWith(statement({ actions: [invoke] })), 'user')).toMatchObject({
      message: expect.stringContaining(`${invoke}ForUser on resource: ${runtimeArn} because`),
    });
  });

  test('stopping a session is an action of its own', async () => {
    const runtimeSessionId = randomUUID();
    const stop = (...actions: string[]) =>
      errorOf(
        kept(new BedrockAgentCoreClient(sessionWith(roleWith(statement({ actions }))).config)).send(
          new StopRuntimeSessionCommand({ agentRuntimeArn: runtimeArn, runtimeSessionId }),
        ),
      );

    expect(await stop(invoke)).toMatchObject({ name: 'AccessDeniedException' });
    expect(await stop('bedrock-agentcore:StopRuntimeSession')).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('when a session reads and writes its artifacts', () => {
  const s3 = (role: RuntimeRole) =>
    kept(
      new S3Client({
        ...sessionWith(role).config,
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
      }),
    );
  const object = (Key: string) => ({ Bucket: 'nova-act-local-artifacts', Key });
  const deniedTo = (action: string) => ({
    name: 'AccessDenied',
    message: expect.stringContaining(`is not authorized to perform: ${action} on resource: arn:aws:s3:::`),
  });

  test('it may do so below its prefix, and nowhere else', async () => {
    const client = s3(workflowRole({ definitionName: 'shop' }));
    await client.send(new PutObjectCommand({ ...object('shop/a.txt'), Body: 'text' }));
    const { Body } = await client.send(new GetObjectCommand(object('shop/a.txt')));

    expect(await Body?.transformToString()).toBe('text');
    const put = client.send(new PutObjectCommand({ ...object('other/a.txt'), Body: 'text' }));
    expect(await errorOf(put)).toMatchObject(deniedTo('s3:PutObject'));
    expect(await errorOf(client.send(new GetObjectCommand(object('other/a.txt'))))).toMatchObject(
      deniedTo('s3:GetObject'),
    );
  });

  test('who may not list is not told that an object is not there', async () => {
    const missing = new GetObjectCommand(object('shop/missing'));
    const mayList = roleWith(statement({ actions: ['s3:GetObject', 's3:ListBucket'] }));

    expect(await errorOf(s3(workflowRole({ definitionName: 'shop' })).send(missing))).toMatchObject(
      deniedTo('s3:ListBucket'),
    );
    expect(await errorOf(s3(mayList).send(missing))).toMatchObject({ name: 'NoSuchKey' });
  });
});

test('a session is known by the role that it has assumed; nobody else is', () => {
  const { identity, id } = sessionWith(workflowRole({ definitionName: 'shop' }));

  expect(access.callerArn(identity)).toBe(`arn:aws:sts::000000000000:assumed-role/ReaderRole/${id}`);
  expect(access.callerArn(sessionWith(undefined).identity)).toBeUndefined();
  expect(access.callerArn(undefined)).toBeUndefined();
});

test('what a session was refused is known until it ends', async () => {
  const { identity } = sessionWith(roleWith());
  access.refusalOf({ localIdentity: identity, action: 's3:GetObject', resource: '*' });
  access.refusalOf({ localIdentity: identity, action: 's3:GetObject', resource: '*' });

  expect(runtimeSessions.refusedActions(identity)).toEqual(['s3:GetObject']);
  runtimeSessions.end(identity);
  expect(runtimeSessions.refusedActions(identity)).toEqual([]);
});
