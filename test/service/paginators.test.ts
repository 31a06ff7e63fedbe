import { describe, expect, test } from '@jest/globals';
import {
  NovaActClient,
  paginateListActs,
  paginateListSessions,
  paginateListWorkflowDefinitions,
  paginateListWorkflowRuns,
} from '../../lib/service/index.ts';
import { LoopbackServer, testCredentials } from './loopback-server.ts';

const id = '01234567-89ab-cdef-0123-456789abcdef';

const lists = {
  ListWorkflowDefinitions: (client: NovaActClient) =>
    paginateListWorkflowDefinitions({ client, pageSize: 2 }, { sortOrder: 'Ascending' }),
  ListWorkflowRuns: (client: NovaActClient) =>
    paginateListWorkflowRuns({ client, pageSize: 2 }, { workflowDefinitionName: 'w' }),
  ListSessions: (client: NovaActClient) =>
    paginateListSessions({ client, pageSize: 2 }, { workflowDefinitionName: 'w', workflowRunId: id }),
  ListActs: (client: NovaActClient) =>
    paginateListActs({ client, pageSize: 2 }, { workflowDefinitionName: 'w' }),
};

describe.each(Object.entries(lists))('the paginator of %s', (_name, paginate) => {
  test('follows nextToken to the last page, with the page size', async () => {
    await using server = await LoopbackServer.start((_request, index) => ({
      body: index < 2 ? { nextToken: `page ${index + 1}` } : {},
    }));
    const client = new NovaActClient({ endpoint: server.url, credentials: testCredentials });
    let pages = 0;
    for await (const page of paginate(client)) {
      expect(page.$metadata.httpStatusCode).toBe(200);
      pages += 1;
    }
    client.destroy();
    expect(pages).toBe(3);
    expect(server.requests.map(({ query }) => query)).toEqual([
      { maxResults: '2' },
      { maxResults: '2', nextToken: 'page 1' },
      { maxResults: '2', nextToken: 'page 2' },
    ]);
  });
});

test("a paginator leaves the caller's input as it was", async () => {
  await using server = await LoopbackServer.start((_request, index) => ({
    body: index === 0 ? { nextToken: 'more' } : {},
  }));
  const client = new NovaActClient({ endpoint: server.url, credentials: testCredentials });
  const input = { workflowDefinitionName: 'w' };
  for await (const _page of paginateListActs({ client, pageSize: 5 }, input)) {
    expect(input).toEqual({ workflowDefinitionName: 'w' });
  }
  client.destroy();
});
