import { afterEach, describe, expect, test } from '@jest/globals';
import { exampleOutputs } from '../../catalog/example.ts';
import { type AgentCoreWire, answerJson, startAgentCoreWire } from './agentcore-wire.ts';
import { callInvoke } from './call-invoke.ts';

const ARN = exampleOutputs.RuntimeArn;
const SESSION = '0f8fad5b-d9cb-469f-a165-70867728950e';
const ID = `${SESSION}.7c9e6679-7425-40de-944b-e07fc1f90ae7`;

let wire: AgentCoreWire | undefined;
afterEach(async () => {
  await wire?.[Symbol.asyncDispose]();
});

/** A runtime that gives these answers, one after another. */
async function given(...answers: { status?: number; body: unknown; error?: string }[]) {
  const server = await startAgentCoreWire((_, response) => {
    const { status = 200, body, error } = answers.shift() ?? { body: null };
    answerJson(response, status, body, error);
  });
  wire = server;
  return { wire: server, context: { environment: { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: server.url } } };
}

const progress = (rest: object) => ({ body: { novaActInvocation: { id: ID, startedAt: 'now', ...rest } } });

describe('when a workflow is invoked with --async', () => {
  test('the payload goes in an envelope, the id is all of stdout, and the way to the result is told', async () => {
    const { wire, context } = await given({ status: 202, ...progress({ status: 'RUNNING' }) });
    const args = { workflow: ARN, payload: '{ "a": 1 }', async: true, sessionId: SESSION };
    const { exitCode, stdout, stderr } = await callInvoke(args, context);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${ID}\n` });
    expect(stderr).toContain(`npm run invoke -- ${ARN} --wait ${ID}`);
    expect(JSON.parse(wire.requests[0]?.body ?? '')).toEqual({
      novaActInvocation: { mode: 'async' },
      payload: { a: 1 },
    });
  });
});

describe('when it is waited for', () => {
  test('questions go to its session until it has ended, and its result is printed', async () => {
    const { wire, context } = await given(
      progress({ status: 'RUNNING' }),
      progress({ status: 'SUCCEEDED', result: { heading: 'Hi' } }),
    );
    const { exitCode, stdout } = await callInvoke({ workflow: ARN, wait: ID }, context);
    expect({ exitCode, result: JSON.parse(stdout) }).toEqual({ exitCode: 0, result: { heading: 'Hi' } });
    expect(wire.requests).toHaveLength(2);
    expect(wire.requests[1]?.headers['x-amzn-bedrock-agentcore-runtime-session-id']).toBe(SESSION);
    expect(JSON.parse(wire.requests[1]?.body ?? '')).toEqual({
      novaActInvocation: { mode: 'status', id: ID, waitSeconds: 20 },
    });
  });

  test('its failure is told as that of a synchronous one', async () => {
    const error = { name: 'ActTimeoutError', message: 'No answer.' };
    const { context } = await given(progress({ status: 'FAILED', error }));
    const { exitCode, stdout, stderr } = await callInvoke({ workflow: ARN, wait: ID, json: true }, context);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The workflow failed (ActTimeoutError): No answer.');
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'ActTimeoutError', message: 'No answer.' },
      data: { failure: 'workflowFailed', detail: { error } },
    });
  });

  test('a question that fails on the way is asked again', async () => {
    const { wire, context } = await given(
      { status: 500, body: { message: 'try again' }, error: 'InternalServerException' },
      progress({ status: 'SUCCEEDED', result: 1 }),
    );
    expect(await callInvoke({ workflow: ARN, wait: ID }, context)).toMatchObject({
      exitCode: 0,
      stdout: '1\n',
    });
    expect(wire.requests).toHaveLength(2);
  });

  test('what took time is the invocation, not the command that asks for it', async () => {
    const times = { startedAt: '2026-01-01T00:00:00.000Z', endedAt: '2026-01-01T00:03:07.000Z' };
    const { context } = await given(
      progress({ status: 'SUCCEEDED', ...times }),
      progress({ status: 'SUCCEEDED' }),
    );
    const timed = await callInvoke({ workflow: ARN, wait: ID }, context);
    expect(timed.stderr).toContain('\nSucceeded in 3 min 07 s.\n');
    const untimed = await callInvoke({ workflow: ARN, wait: ID }, context);
    expect(untimed.stderr).toContain('\nSucceeded.\n');
  });

  test('what stops the waiting leads to the command that goes on', async () => {
    const { context } = await given({
      status: 400,
      body: { message: 'slow down' },
      error: 'ServiceQuotaExceededException',
    });
    const { exitCode, stderr } = await callInvoke({ workflow: ARN, wait: ID, region: 'us-east-1' }, context);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `slow down. The invocation may still be going on. Its result, later:\n  npm run invoke -- ${ARN} --region us-east-1 --wait ${ID}\n`,
    );
  });

  test.each([
    '{"error":{"name":"InvocationNotFound","message":"There is no record."}}',
    'InvocationNotFound: There is no record. (log: /tmp/x.log)',
  ])('an id that the runtime does not know is a mistake of the caller: %s', async (answer) => {
    const message = `Received error (404) from runtime: ${answer}`;
    const { context } = await given({ status: 424, body: { message }, error: 'RuntimeClientError' });
    const { exitCode, stderr } = await callInvoke({ workflow: ARN, wait: ID }, context);
    expect({ exitCode, said: stderr.split('\n').at(-2) }).toEqual({
      exitCode: 2,
      said: `Error: ${ARN} has no invocation ${ID}. Give the workflow that it was started for, and the id as --async printed it.`,
    });
  });

  test('Ctrl-C leaves it running', async () => {
    const interrupt = new AbortController();
    const server = await startAgentCoreWire(() => interrupt.abort());
    wire = server;
    const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: server.url };
    const { exitCode, stderr } = await callInvoke(
      { workflow: ARN, wait: ID },
      { environment, interrupt: interrupt.signal },
    );
    expect(exitCode).toBe(130);
    expect(stderr).toContain(
      `Interrupted; the invocation goes on. Its result, later:\n  npm run invoke -- ${ARN} --wait ${ID}\n`,
    );
    expect(server.received('/stopruntimesession')).toEqual([]);
  });
});

describe('when the options contradict each other', () => {
  test.each([
    ['--payload', { payload: '{}' }],
    ['--async', { async: true }],
    ['--session-id', { sessionId: SESSION }],
  ])('%s with --wait is refused', async (option, args) => {
    const { exitCode, stderr } = await callInvoke({ workflow: ARN, wait: ID, ...args });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${option} was given together with --wait.`);
  });

  test('an id without a session is refused', async () => {
    const { exitCode, stderr } = await callInvoke({ workflow: ARN, wait: 'abc' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--wait "abc" is not the id of an invocation.');
  });
});
