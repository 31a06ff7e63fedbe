import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '../cdk/synthesis.ts';
import { withAwsHome } from '../service/aws-home.ts';
import { type Called, callCommand } from './call-command.ts';
import { type AgentCoreWire, startAgentCoreWire } from './invoke/agentcore-wire.ts';

const projectRoot = temporaryFolder();
let wire: AgentCoreWire;
/** What the server says to a request, with HTTP 200. */
let answer: (method: string) => unknown;

beforeAll(async () => {
  wire = await startAgentCoreWire((request, response) => {
    const body = answer(request.method);
    if (body === NOT_FOUND) {
      response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' });
      response.end('{"message":"no","resourceId":"x","resourceType":"x"}');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
});
afterAll(async () => await wire?.[Symbol.asyncDispose]());
beforeEach(() => {
  answer = () => ({});
});

const NOT_FOUND = Symbol('not found');

async function call(...args: string[]): Promise<Called> {
  await using _home = await withAwsHome({ environment: { AWS_ENDPOINT_URL: wire.url } });
  return await callCommand([...args, '--json'], { projectRoot, environment: process.env });
}

const failed = (error: object): object => ({ ok: false, error: expect.objectContaining(error) });

test('an answer without what every one has is a failure of the service', async () => {
  const { exitCode, json } = await call('workflow', 'list');

  expect(exitCode).toBe(1);
  expect(json).toEqual(
    failed({
      code: 'AnswerError',
      source: 'service',
      message: expect.stringContaining(
        'Nova Act answered ListWorkflowDefinitions without workflowDefinitionSummaries.',
      ),
      help: expect.stringContaining('AWS_ENDPOINT_URL'),
    }),
  );
});

test('an answer that is no JSON: who sent it, and how it begins', async () => {
  answer = () => '<html>Sign in\u001b[2J</html>';

  const { exitCode, json } = await call('workflow', 'list');

  expect(exitCode).toBe(1);
  expect(json).toEqual(
    failed({ source: 'service', message: expect.stringMatching(/127\.0\.0\.1:\d+ .*"<html>Sign.*a proxy/) }),
  );
});

test('a list that leads back to itself ends', async () => {
  answer = () => ({ workflowDefinitionSummaries: [], nextToken: 'again' });

  const { exitCode, json } = await call('workflow', 'list');

  expect(exitCode).toBe(1);
  expect(json).toEqual(failed({ code: 'RepeatedTokenError', source: 'service' }));
});

test.each([
  ['without its members', {}],
  ['that is no JSON', 'Hello'],
])('after an answer %s nobody knows whether a definition was made', async (_, body) => {
  answer = (method) => (method === 'GET' ? NOT_FOUND : body);

  const { exitCode, json } = await call('workflow', 'create', 'x');

  expect(exitCode).toBe(1);
  expect(json).toEqual(
    failed({
      code: 'OutcomeUnknownError',
      source: 'service',
      message: expect.stringContaining('Whether the definition "x" was made is not known'),
      help: expect.stringContaining('show x'),
    }),
  );
});
