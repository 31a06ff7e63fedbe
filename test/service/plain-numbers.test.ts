import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InvokeActStepCommand, NovaActClient } from '../../lib/service/index.ts';
import { testCredentials } from './loopback-server.ts';

const id = '01234567-89ab-cdef-0123-456789abcdef';
/** As text: JavaScript could not write these numbers. */
const ANSWER = `{ "stepId": "${id}", "calls": [{ "callId": "1", "name": "order", "input": {
  "number": 12345678901234567890, "list": [0.1000000000000000055, 1.0, -2.50, 9007199254740993], "text": "7" } }] }`;

const server = http.createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(ANSWER);
});
let endpoint: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
});
afterAll(() => {
  server.close();
});

describe('when the arguments of a tool have more digits than a number can have', () => {
  test('they are the nearest numbers, on each version of Node', async () => {
    const client = new NovaActClient({ endpoint, credentials: testCredentials });
    const ids = { workflowDefinitionName: 'w', workflowRunId: id, sessionId: id, actId: id };
    const { calls } = await client.send(
      new InvokeActStepCommand({ ...ids, callResults: [{ content: [{ text: '{}' }] }] }),
    );
    client.destroy();

    expect(calls?.[0]?.input).toEqual(JSON.parse(ANSWER).calls[0].input);
    expect(JSON.stringify(calls)).toContain('"number":12345678901234567000');
  });
});
