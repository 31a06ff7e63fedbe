import { describe, expect, test } from '@jest/globals';
import { offlineAgent } from '../../../lib/agents/index.ts';
import { sayWhoPlays } from '../../../lib/local/nova-act/say-who-plays.ts';
import {
  CreateActCommand,
  CreateSessionCommand,
  CreateWorkflowDefinitionCommand,
  CreateWorkflowRunCommand,
  DeleteWorkflowDefinitionCommand,
  DeleteWorkflowRunCommand,
  GetWorkflowDefinitionCommand,
  GetWorkflowRunCommand,
  ListActsCommand,
  ListModelsCommand,
  ListSessionsCommand,
  type NovaActClient,
  UpdateActCommand,
  UpdateWorkflowRunCommand,
} from '../../../lib/service/index.ts';
import { createAct, createRun, openingStep, startLocalService } from './local-service.ts';

const missing = '01234567-89ab-cdef-0123-456789abcdef';

async function untilGone(read: () => Promise<unknown>): Promise<unknown> {
  for (;;) {
    try {
      await read();
    } catch (error) {
      return error;
    }
  }
}

const readDefinition = (client: NovaActClient, workflowDefinitionName: string) =>
  client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName }));

describe('a workflow definition', () => {
  test('is created and read back with an ARN of the region it was signed for', async () => {
    await using service = await startLocalService();
    const before = Date.now();
    const exportConfig = { s3BucketName: 'artifacts', s3KeyPrefix: 'runs' };
    await expect(
      service.client.send(
        new CreateWorkflowDefinitionCommand({ name: 'shop', description: 'Buys', exportConfig }),
      ),
    ).resolves.toMatchObject({ status: 'ACTIVE', $metadata: { httpStatusCode: 201 } });
    const read = await readDefinition(service.client, 'shop');
    expect(read).toMatchObject({
      name: 'shop',
      arn: 'arn:aws:nova-act:eu-west-1:000000000000:workflow-definition/shop',
      description: 'Buys',
      exportConfig,
      status: 'ACTIVE',
    });
    expect(read.createdAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(read.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('cannot be created twice', async () => {
    await using service = await startLocalService();
    await service.client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' }));
    await expect(
      service.client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' })),
    ).rejects.toMatchObject({
      name: 'ConflictException',
      resourceType: 'WorkflowDefinition',
      resourceId: 'shop',
    });
  });

  test('names differ by letter case', async () => {
    const before = await startLocalService();
    await before.client.send(new CreateWorkflowDefinitionCommand({ name: 'shop', description: 'small' }));
    await before.client.send(new CreateWorkflowDefinitionCommand({ name: 'SHOP', description: 'LARGE' }));
    await using after = await before.restart();
    expect(await readDefinition(after.client, 'SHOP')).toMatchObject({ description: 'LARGE' });
    expect(await readDefinition(after.client, 'shop')).toMatchObject({ description: 'small' });
  });

  test('is DELETING, then gone with all its runs; its name is free again', async () => {
    await using service = await startLocalService();
    const { client, store } = service;
    const act = await createAct(client);
    const key = { workflowDefinitionName: 'shop' };
    await expect(client.send(new DeleteWorkflowDefinitionCommand(key))).resolves.toMatchObject({
      status: 'DELETING',
      $metadata: { httpStatusCode: 202 },
    });
    await expect(untilGone(() => readDefinition(client, 'shop'))).resolves.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' }));
    await expect(client.send(new GetWorkflowRunCommand(act))).rejects.toMatchObject({
      resourceType: 'WorkflowRun',
    });
    expect([store.runs(), store.sessions(), store.acts()]).toEqual([[], [], []]);
  });

  test('takes no new runs while it is DELETING', async () => {
    await using service = await startLocalService();
    const { client, store } = service;
    await createRun(client);
    const definition = store.definition('shop');
    if (definition === undefined) throw new Error('no definition');
    store.saveDefinition({ ...definition, status: 'DELETING' });
    await expect(createRun(client)).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' }))).rejects.toMatchObject({
      message: 'WorkflowDefinition shop is being deleted.',
    });
  });
});

describe('a run', () => {
  test('has the model that was asked for, until it is told to end', async () => {
    await using service = await startLocalService({ agent: offlineAgent });
    const { client } = service;
    const run = await createRun(client);
    const running = await client.send(new GetWorkflowRunCommand(run));
    expect(running).toMatchObject({
      workflowRunArn: `arn:aws:nova-act:eu-west-1:000000000000:workflow-definition/shop/workflow-run/${run.workflowRunId}`,
      status: 'RUNNING',
      modelId: 'nova-act-latest',
    });
    expect(running.endedAt).toBeUndefined();
    await client.send(new UpdateWorkflowRunCommand({ ...run, status: 'SUCCEEDED' }));
    const ended = await client.send(new GetWorkflowRunCommand(run));
    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.endedAt?.getTime()).toBeGreaterThanOrEqual(ended.startedAt.getTime());
  });

  test('that has ended stays as it is; the same status again is harmless', async () => {
    await using service = await startLocalService();
    const { client } = service;
    const run = await createRun(client);
    await client.send(new UpdateWorkflowRunCommand({ ...run, status: 'FAILED' }));
    await client.send(new UpdateWorkflowRunCommand({ ...run, status: 'FAILED' }));
    await expect(
      client.send(new UpdateWorkflowRunCommand({ ...run, status: 'SUCCEEDED' })),
    ).rejects.toMatchObject({ name: 'ConflictException', resourceId: run.workflowRunId });
    await expect(client.send(new CreateSessionCommand(run))).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'InvalidStatus',
      message: `WorkflowRun ${run.workflowRunId} has ended (FAILED); start a new run.`,
    });
  });

  test('cannot be set to DELETING, only deleted', async () => {
    await using service = await startLocalService();
    const { client } = service;
    const run = await createRun(client);
    await expect(
      client.send(new UpdateWorkflowRunCommand({ ...run, status: 'DELETING' })),
    ).rejects.toMatchObject({ reason: 'InvalidStatus' });
    await expect(client.send(new DeleteWorkflowRunCommand(run))).resolves.toMatchObject({
      status: 'DELETING',
    });
    await expect(untilGone(() => client.send(new GetWorkflowRunCommand(run)))).resolves.toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'WorkflowRun',
      resourceId: run.workflowRunId,
    });
  });

  test('of an unknown model says which ones there are', async () => {
    await using service = await startLocalService({ agent: offlineAgent });
    const { client } = service;
    await createRun(client);
    await expect(
      client.send(
        new CreateWorkflowRunCommand({
          workflowDefinitionName: 'shop',
          modelId: 'nova-act-v9',
          clientInfo: { compatibilityVersion: 1 },
        }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'FieldValidationFailed',
      fieldList: [
        {
          name: 'modelId',
          message: 'must be nova-act-latest, nova-act-preview or nova-act-v1.0, is "nova-act-v9"',
        },
      ],
    });
  });
});

describe('sessions and acts', () => {
  test('are listed below their run', async () => {
    await using service = await startLocalService();
    const { client } = service;
    const act = await createAct(client);
    const { sessionSummaries } = await client.send(new ListSessionsCommand(act));
    expect(sessionSummaries).toEqual([{ sessionId: act.sessionId }]);
    const { actSummaries } = await client.send(new ListActsCommand({ workflowDefinitionName: 'shop' }));
    expect(actSummaries).toEqual([
      {
        workflowRunId: act.workflowRunId,
        sessionId: act.sessionId,
        actId: act.actId,
        status: 'RUNNING',
        startedAt: expect.any(Date),
      },
    ]);
  });

  test('an act ends with its error, and takes no step afterwards', async () => {
    await using service = await startLocalService();
    const { client, store } = service;
    const act = await createAct(client);
    const error = { type: 'ActTimeoutError', message: 'too slow' };
    await client.send(new UpdateActCommand({ ...act, status: 'FAILED', error }));
    expect(store.act(act.actId)).toMatchObject({ status: 'FAILED', error, endedAt: expect.any(String) });
    await expect(client.send(openingStep(act))).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'InvalidStatus',
    });
    await expect(client.send(new UpdateActCommand({ ...act, status: 'SUCCEEDED' }))).rejects.toMatchObject({
      name: 'ConflictException',
      resourceType: 'Act',
    });
  });

  test('an act may still be ended after its run, but goes no further', async () => {
    await using service = await startLocalService();
    const { client, store } = service;
    const act = await createAct(client);
    await client.send(new UpdateWorkflowRunCommand({ ...act, status: 'FAILED' }));
    await expect(client.send(openingStep(act))).rejects.toMatchObject({ reason: 'InvalidStatus' });
    await client.send(new UpdateActCommand({ ...act, status: 'FAILED' }));
    expect(store.act(act.actId)?.status).toBe('FAILED');
  });
});

describe('what does not exist', () => {
  test.each([
    ['WorkflowDefinition', { workflowDefinitionName: 'other' }, 'other'],
    ['WorkflowRun', { workflowRunId: missing }, missing],
    ['Session', { sessionId: missing }, missing],
    ['Act', { actId: missing }, missing],
  ])('is a ResourceNotFoundException that names the %s', async (resourceType, changes, resourceId) => {
    await using service = await startLocalService();
    const act = await createAct(service.client);
    await expect(service.client.send(openingStep({ ...act, ...changes }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType,
      resourceId,
    });
  });

  test('includes what belongs to another parent', async () => {
    await using service = await startLocalService();
    const { client } = service;
    const act = await createAct(client);
    const other = await createRun(client);
    await expect(
      client.send(new CreateActCommand({ ...other, sessionId: act.sessionId, task: 'Go' })),
    ).rejects.toMatchObject({ resourceType: 'Session' });
  });
});

describe('an idempotency token', () => {
  const token = 'token-0123456789-0123456789-012345';

  test('gives the same run for the same request, and a conflict for another', async () => {
    await using service = await startLocalService();
    const { client, store } = service;
    await createRun(client);
    const input = {
      workflowDefinitionName: 'shop',
      modelId: 'nova-act-latest',
      clientInfo: { compatibilityVersion: 1 },
      clientToken: token,
    };
    const first = await client.send(new CreateWorkflowRunCommand(input));
    await client.send(new UpdateWorkflowRunCommand({ ...input, ...first, status: 'SUCCEEDED' }));
    const second = await client.send(new CreateWorkflowRunCommand(input));
    expect([second.workflowRunId, second.status]).toEqual([first.workflowRunId, 'RUNNING']);
    expect(store.runs()).toHaveLength(2);
    await expect(
      client.send(new CreateWorkflowRunCommand({ ...input, modelId: 'nova-act-preview' })),
    ).rejects.toMatchObject({ name: 'ConflictException', resourceId: first.workflowRunId });
  });

  test('makes one run of requests that arrive together', async () => {
    await using service = await startLocalService();
    const { client, store } = service;
    await client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' }));
    const input = {
      workflowDefinitionName: 'shop',
      modelId: 'nova-act-latest',
      clientInfo: { compatibilityVersion: 1 },
      clientToken: token,
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => client.send(new CreateWorkflowRunCommand(input))),
    );
    expect(new Set(answers.map(({ workflowRunId }) => workflowRunId)).size).toBe(1);
    expect(store.runs()).toHaveLength(1);
  });

  test('works for definitions, sessions and acts, also after a restart', async () => {
    const first = await startLocalService();
    const act = await createAct(first.client);
    const definition = new CreateWorkflowDefinitionCommand({ name: 'other', clientToken: token });
    await first.client.send(definition);
    const session = { ...act, clientToken: token };
    const { sessionId } = await first.client.send(new CreateSessionCommand(session));
    const task = { ...act, task: 'Go', clientToken: token };
    const { actId } = await first.client.send(new CreateActCommand(task));

    await using second = await first.restart();
    await second.client.send(definition);
    await expect(second.client.send(new CreateSessionCommand(session))).resolves.toMatchObject({ sessionId });
    await expect(second.client.send(new CreateActCommand(task))).resolves.toMatchObject({ actId });
    await expect(second.client.send(new CreateActCommand({ ...task, task: 'Stop' }))).rejects.toMatchObject({
      name: 'ConflictException',
    });
  });
});

describe('ListModels', () => {
  test('has the models that AWS documents, and says who plays them', async () => {
    await using service = await startLocalService({ agent: offlineAgent });
    const { client } = service;
    const models = await client.send(new ListModelsCommand({ clientCompatibilityVersion: 1 }));
    const modelId = 'nova-act-v1.0';
    expect(models.modelSummaries).toMatchObject([{ modelId, modelLifecycle: { status: 'ACTIVE' } }]);
    expect(models.modelAliases).toEqual(
      ['nova-act-latest', 'nova-act-preview'].map((aliasName) => ({
        aliasName,
        latestModelId: modelId,
        resolvedModelId: modelId,
      })),
    );
    expect(models.compatibilityInformation).toMatchObject({
      supportedModelIds: [modelId],
      message: expect.stringMatching(
        /nova-act-offline plays nova-act-latest, nova-act-preview and .* not Nova Act/,
      ),
    });
  });

  test.each(['nova-act-latest', 'nova-act-preview', 'nova-act-v1.0'])(
    'a run of %s is played by the agent, which is said once, and keeps the id',
    async (modelId) => {
      await using service = await startLocalService({ agent: offlineAgent });
      const { client, store } = service;
      const said: string[] = [];
      sayWhoPlays(store, (line) => said.push(line));
      const workflowDefinitionName = 'shop';
      await client.send(new CreateWorkflowDefinitionCommand({ name: workflowDefinitionName }));
      const clientInfo = { compatibilityVersion: 1 };
      const create = new CreateWorkflowRunCommand({ workflowDefinitionName, modelId, clientInfo });
      const { workflowRunId } = await client.send(create);
      await client.send(create);
      const run = await client.send(new GetWorkflowRunCommand({ workflowDefinitionName, workflowRunId }));
      expect(run.modelId).toBe(modelId);
      expect(said).toEqual([
        `On local AWS the agent nova-act-offline plays ${modelId}: a stand-in for development, not Nova Act.`,
      ]);
    },
  );

  test('offers nothing to a client that is too old', async () => {
    await using service = await startLocalService();
    const models = await service.client.send(new ListModelsCommand({ clientCompatibilityVersion: 0 }));
    expect(models.compatibilityInformation).toMatchObject({
      supportedModelIds: [],
      message: expect.stringContaining('too old'),
    });
  });
});
