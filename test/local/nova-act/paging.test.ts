import { describe, expect, test } from '@jest/globals';
import { pageOf } from '../../../lib/local/nova-act/paging.ts';
import { type Slice, sequenceOfRecord, sliceOf } from '../../../lib/local/nova-act/slice.ts';
import {
  CreateWorkflowDefinitionCommand,
  DeleteWorkflowDefinitionCommand,
  ListWorkflowDefinitionsCommand,
  ListWorkflowRunsCommand,
  paginateListActs,
  paginateListSessions,
  paginateListWorkflowDefinitions,
  paginateListWorkflowRuns,
} from '../../../lib/service/index.ts';
import { createAct, createRun, startLocalService } from './local-service.ts';

describe('lists over HTTP', () => {
  test('come in pages, newest first unless asked otherwise', async () => {
    await using service = await startLocalService();
    const { client } = service;
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await client.send(new CreateWorkflowDefinitionCommand({ name }));
    }
    const names = async (sortOrder?: 'Ascending' | 'Descending') => {
      const pages: string[][] = [];
      for await (const page of paginateListWorkflowDefinitions({ client, pageSize: 2 }, { sortOrder })) {
        pages.push(page.workflowDefinitionSummaries.map((summary) => summary.workflowDefinitionName));
      }
      return pages;
    };
    expect(await names()).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    expect(await names('Ascending')).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('runs, sessions and acts come in pages, too', async () => {
    await using service = await startLocalService();
    const { client } = service;
    const act = await createAct(client);
    await createRun(client);
    const key = { workflowDefinitionName: 'shop', workflowRunId: act.workflowRunId };
    const count = async (pages: AsyncIterable<unknown>) => {
      let total = 0;
      for await (const _page of pages) total += 1;
      return total;
    };
    expect(await count(paginateListWorkflowRuns({ client, pageSize: 1 }, key))).toBe(2);
    expect(await count(paginateListSessions({ client, pageSize: 1 }, key))).toBe(1);
    expect(await count(paginateListActs({ client, pageSize: 1 }, key))).toBe(1);
  });

  test('refuse a token of another list, another order, or of nobody', async () => {
    await using service = await startLocalService();
    const { client } = service;
    await createRun(client);
    await createRun(client);
    const list = { workflowDefinitionName: 'shop', maxResults: 1 };
    const { nextToken } = await client.send(new ListWorkflowRunsCommand(list));
    expect(nextToken).toEqual(expect.any(String));
    const refused = {
      name: 'ValidationException',
      fieldList: [{ name: 'nextToken', message: expect.stringContaining('token of the previous page') }],
    };
    await expect(client.send(new ListWorkflowDefinitionsCommand({ nextToken }))).rejects.toMatchObject(
      refused,
    );
    await expect(
      client.send(new ListWorkflowRunsCommand({ ...list, nextToken, sortOrder: 'Ascending' })),
    ).rejects.toMatchObject(refused);
    await expect(
      client.send(new ListWorkflowRunsCommand({ ...list, nextToken: 'bm8' })),
    ).rejects.toMatchObject(refused);
  });

  test('refuse a page size that the model forbids', async () => {
    await using service = await startLocalService();
    await expect(
      service.client.send(new ListWorkflowDefinitionsCommand({ maxResults: 101 })),
    ).rejects.toMatchObject({
      reason: 'FieldValidationFailed',
      fieldList: [{ name: 'maxResults', message: 'must be 1 to 100, is 101' }],
    });
  });

  test('skip nothing when records come and go between pages', async () => {
    await using service = await startLocalService();
    const { client, store } = service;
    for (const name of ['a', 'b', 'c', 'd']) await client.send(new CreateWorkflowDefinitionCommand({ name }));
    const first = await client.send(new ListWorkflowDefinitionsCommand({ maxResults: 2 }));
    await client.send(new CreateWorkflowDefinitionCommand({ name: 'e' }));
    await client.send(new DeleteWorkflowDefinitionCommand({ workflowDefinitionName: 'c' }));
    await store.close();
    const second = await client.send(
      new ListWorkflowDefinitionsCommand({ maxResults: 2, nextToken: first.nextToken }),
    );
    expect(second.workflowDefinitionSummaries.map((summary) => summary.workflowDefinitionName)).toEqual([
      'b',
      'a',
    ]);
    expect(second.nextToken).toBeUndefined();
  });
});

describe('pageOf', () => {
  const items = [1, 2, 3].map((sequence) => ({ creation: { sequence, inputHash: '' } }));
  const read = (slice: Slice) => sliceOf(items, slice, sequenceOfRecord);

  test('gives no token with the last page, even when it is full', () => {
    const page = pageOf({ read, scope: ['x'], request: { maxResults: 3 } });
    expect(page.items).toHaveLength(3);
    expect(page.nextToken).toBeUndefined();
  });

  test('gives an empty page of an empty list', () => {
    expect(pageOf({ read: () => [], scope: ['x'], request: {} })).toEqual({
      items: [],
      nextToken: undefined,
    });
  });
});
