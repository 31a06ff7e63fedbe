import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { exampleOutputs } from '../../catalog/example.ts';
import { type AgentCoreWire, answerJson, startAgentCoreWire } from './agentcore-wire.ts';
import { callInvoke } from './call-invoke.ts';

const ARN = exampleOutputs.RuntimeArn;
const STACK = 'NovaActWorkflow-getting-started';
const SESSION = '0f8fad5b-d9cb-469f-a165-70867728950e';
let directory: string;
let wire: AgentCoreWire | undefined;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'invoke-'));
});
afterEach(async () => {
  rmSync(directory, { recursive: true, force: true });
  await wire?.[Symbol.asyncDispose]();
  wire = undefined;
});

function write(name: string, content: unknown): string {
  const file = path.join(directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function given(answer: Parameters<typeof startAgentCoreWire>[0]) {
  wire = await startAgentCoreWire(answer);
  return { wire, context: { directory, environment: { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url } } };
}

describe('when the workflow succeeds', () => {
  test('its result is all of stdout; session and runtime are told on stderr', async () => {
    const { wire, context } = await given((_, response) => answerJson(response, 200, { heading: 'Grüße' }));
    write('cdk-outputs.json', { [STACK]: exampleOutputs });

    const { exitCode, stdout, stderr } = await callInvoke({ workflow: 'getting-started' }, context);

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '{\n  "heading": "Grüße"\n}\n' });
    const [request] = wire.received('/invocations');
    const sessionId = request?.headers['x-amzn-bedrock-agentcore-runtime-session-id'];
    expect(sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(stderr).toContain(
      `Target: local AWS at ${wire.url}\nInvoking getting-started\n  runtime  ${ARN}\n  session  ${sessionId}\n`,
    );
    expect(stderr).toMatch(/Succeeded in \d/);
  });

  test('one request was sent: the payload as it was given, events asked for, to the endpoint of the stack', async () => {
    const { wire, context } = await given((_, response) => answerJson(response, 200, 1));
    write('cdk-outputs.json', { [STACK]: exampleOutputs });
    const payload = '{ "url": "https://example.com/ä" }';

    await callInvoke({ workflow: 'getting-started', payload, sessionId: SESSION }, context);

    expect(wire.requests).toHaveLength(1);
    expect(wire.requests[0]).toMatchObject({
      method: 'POST',
      url: `/runtimes/${encodeURIComponent(ARN)}/invocations?qualifier=live`,
      body: payload,
    });
    expect(wire.requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'x-amzn-bedrock-agentcore-runtime-session-id': SESSION,
    });
  });

  test('an ARN does not say by which endpoint, and is called by live, which has what was verified', async () => {
    const { wire, context } = await given((_, response) =>
      answerJson(response, 404, { message: 'No such endpoint' }, 'ResourceNotFoundException'),
    );

    const { exitCode, stderr } = await callInvoke({ workflow: ARN }, context);

    expect(wire.requests[0]?.url).toMatch(/\/invocations\?qualifier=live$/);
    // A runtime of others may have no such endpoint: it is not called by another one in silence.
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('every runtime has "DEFAULT"'),
    });
    expect(wire.requests).toHaveLength(1);
  });

  test('with --json one object says everything', async () => {
    const { wire, context } = await given((_, response) => answerJson(response, 200, ['a']));

    const { stdout } = await callInvoke({ workflow: ARN, sessionId: SESSION, json: true }, context);

    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      data: {
        result: ['a'],
        target: { kind: 'local', account: '123456789012', region: 'us-east-1', url: wire.url },
        sessionId: SESSION,
        runtimeArn: ARN,
        requestId: null,
        workflowRunIds: [],
        viewerUrl: null,
        logFile: null,
        durationMs: expect.any(Number),
        invocationMs: expect.any(Number),
      },
    });
  });

  test.each([
    ['a JSON text', '"done"', 'done\n'],
    ['a text that is not JSON', 'plain text', 'plain text\n'],
    ['nothing', '', 'null\n'],
  ])('a result that is %s is printed', async (_, body, printed) => {
    const { context } = await given((_, response) => response.end(body));

    expect(await callInvoke({ workflow: ARN }, context)).toMatchObject({ exitCode: 0, stdout: printed });
  });

  test('the payload may come from a file, the endpoint from --qualifier', async () => {
    const { wire, context } = await given((_, response) => answerJson(response, 200, 1));
    write('order.json', '\uFEFF{"items": 3}');

    await callInvoke({ workflow: ARN, payloadFile: 'order.json', qualifier: 'canary' }, context);

    expect(wire.requests[0]).toMatchObject({
      body: '{"items": 3}',
      url: expect.stringContaining('?qualifier=canary'),
    });
  });
});

describe('when the workflow fails', () => {
  test.each([
    [{ error: { name: 'ActTimeoutError', message: 'Act timed out' } }, 'ActTimeoutError', 'Act timed out'],
    [{ error: 'No such product' }, 'RuntimeClientError', 'No such product'],
    [{ message: 'Broken', code: 'E_BROKEN' }, 'E_BROKEN', 'Broken'],
  ])('its own error is told: %j', async (answer, name, message) => {
    const { wire, context } = await given((_, response) =>
      answerJson(
        response,
        424,
        { message: `Received error (500) from runtime: ${JSON.stringify(answer)}. See the logs.` },
        'RuntimeClientError',
      ),
    );

    const { exitCode, stdout, stderr } = await callInvoke({ workflow: ARN, json: true }, context);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`The workflow failed (${name}): ${message}\n`);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: name, source: 'user', message, retryable: false, help: null },
      data: { failure: 'workflowFailed', detail: answer, runtimeArn: ARN },
    });
    expect(wire.requests).toHaveLength(1);
  });

  test('an error without JSON is told as it is, without a stack trace', async () => {
    const { context } = await given((_, response) =>
      answerJson(response, 424, { message: 'The container exited.' }, 'RuntimeClientError'),
    );

    const { stdout, stderr } = await callInvoke({ workflow: ARN }, context);

    expect(stdout).toBe('');
    expect(stderr).toContain('The workflow failed (RuntimeClientError): The container exited.\n');
    expect(stderr).not.toContain('    at ');
  });

  test('an error that was put into words keeps its name', async () => {
    const message = 'Received error (500) from runtime: ActTimeoutError: No answer in 30 s (log: /tmp/x.log)';
    const { context } = await given((_, response) =>
      answerJson(response, 424, { message }, 'RuntimeClientError'),
    );

    expect((await callInvoke({ workflow: ARN }, context)).stderr).toContain(
      'The workflow failed (ActTimeoutError): No answer in 30 s (log: /tmp/x.log)\n',
    );
  });

  test('with --verbose the stack trace is there too', async () => {
    const { context } = await given((_, response) =>
      answerJson(response, 424, { message: 'x' }, 'RuntimeClientError'),
    );

    expect((await callInvoke({ workflow: ARN, verbose: true }, context)).stderr).toContain('    at ');
  });
});

describe('when the service fails', () => {
  test.each([
    [500, 'InternalServerException', 1, 'serviceFailed', 'The service failed (HTTP 500)'],
    [429, 'ThrottlingException', 1, 'serviceFailed', 'The workflow was not started'],
    [402, 'ServiceQuotaExceededException', 1, 'serviceFailed', 'The workflow was not started'],
    [409, 'RetryableConflictException', 1, 'serviceFailed', 'The workflow was not started'],
    [404, 'ResourceNotFoundException', 2, 'misconfigured', `Check the runtime ARN ${ARN}`],
    [403, 'AccessDeniedException', 2, 'misconfigured', 'bedrock-agentcore:InvokeAgentRuntime'],
    [403, 'ExpiredTokenException', 2, 'misconfigured', 'AWS refused the credentials'],
    [400, 'ValidationException', 2, 'misconfigured', 'No.'],
  ])('HTTP %i %s: exit %i, and the request is not repeated', async (status, type, exit, kind, said) => {
    const { wire, context } = await given((_, response) =>
      answerJson(response, status, { message: 'No.' }, type),
    );

    const { exitCode, stdout, stderr } = await callInvoke({ workflow: ARN, json: true }, context);

    expect(exitCode).toBe(exit);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: type }, data: { failure: kind } });
    expect(stderr).toContain(said);
    expect(wire.requests).toHaveLength(1);
  });

  test('an answer that no AWS service would give is one error, too', async () => {
    const { wire, context } = await given((_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<h1>Bad gateway</h1>');
    });

    const { exitCode, stderr } = await callInvoke({ workflow: ARN }, context);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('The service failed (HTTP 502).');
    expect(wire.requests).toHaveLength(1);
  });
});

describe('when the connection is lost', () => {
  test('within the answer: exit 1, nothing on stdout', async () => {
    const { wire, context } = await given((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"half":', () => response.destroy());
    });

    const { exitCode, stdout, stderr } = await callInvoke({ workflow: ARN }, context);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('The connection was lost');
    expect(wire.requests).toHaveLength(1);
  });
});

describe('when the answer does not come in time', () => {
  test.each([
    ['before the first byte', () => {}],
    [
      'within the body',
      (response: { write(text: string): void }) => {
        response.write('{');
      },
    ],
  ])('%s: exit 1, the session is told, the run is neither repeated nor stopped', async (_, begin) => {
    const { wire, context } = await given((_, response) => begin(response));

    const { exitCode, stderr } = await callInvoke(
      { workflow: ARN, timeoutS: '0.3', sessionId: SESSION },
      context,
    );

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `No answer within 0.3 s (--timeout-s). The run may still be going on, so the request was not sent again. Its session is ${SESSION}.`,
    );
    expect(wire.requests).toHaveLength(1);
  });
});

describe('when the user interrupts', () => {
  test('during the run, the session is stopped: exit 130', async () => {
    const { wire, context } = await given(() => {});
    const interrupt = new AbortController();
    const call = callInvoke(
      { workflow: ARN, sessionId: SESSION, qualifier: 'live', json: true },
      { ...context, interrupt: interrupt.signal },
    );
    await wire.arrival('/invocations');

    interrupt.abort();
    const { exitCode, stdout, stderr } = await call;

    expect(exitCode).toBe(130);
    expect(stderr).toContain(`Interrupted. The session ${SESSION} was stopped.`);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'Interrupted' },
      data: { failure: 'interrupted', sessionId: SESSION },
    });
    const [stop, ...more] = wire.received('/stopruntimesession');
    expect(more).toEqual([]);
    expect(stop).toMatchObject({
      url: `/runtimes/${encodeURIComponent(ARN)}/stopruntimesession?qualifier=live`,
      headers: { 'x-amzn-bedrock-agentcore-runtime-session-id': SESSION },
    });
  });

  test('before the run, nothing is sent', async () => {
    const { wire, context } = await given(() => {});

    const { exitCode, stderr } = await callInvoke(
      { workflow: ARN },
      { ...context, interrupt: AbortSignal.abort() },
    );

    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: 'Interrupted. Nothing was run.\n' });
    expect(wire.requests).toEqual([]);
  });
});

describe('when the arguments are wrong', () => {
  test.each([
    [{ payload: '{}', payloadFile: 'x' }, 'Both --payload and --payload-file were given.'],
    [{ payload: '{url:1}' }, 'The payload is not JSON'],
    [{ payload: '' }, 'The payload is not JSON'],
    [{ payloadFile: 'nowhere.json' }, 'Cannot read the payload file "nowhere.json": it does not exist.'],
    [{ payloadFile: '.' }, 'Cannot read the payload file ".": it is a directory.'],
    [{ sessionId: 'short' }, '--session-id "short" has 5 characters. 33 to 256'],
    [{ sessionId: 'x'.repeat(257) }, 'has 257 characters'],
    [{ sessionId: `${'x'.repeat(40)}/` }, 'has other characters than a session id'],
    [{ timeoutS: '0' }, '--timeout-s "0" is not a time limit.'],
    [{ timeoutS: 'soon' }, '--timeout-s "soon" is not a time limit.'],
    [{ timeoutS: '1e9' }, '--timeout-s "1e9" is not a time limit.'],
    [{ region: 'Frankfurt' }, '--region "Frankfurt" is not the name of a region.'],
    [{ region: 'eu-west-1' }, 'The runtime is in us-east-1, but --region is eu-west-1'],
    [{ stack: 'X' }, '--stack was given together with the ARN of a runtime.'],
    [{ outputsFile: 'x.json' }, '--outputs-file was given together with the ARN'],
    [{ workflow: 'arn:aws:s3:::bucket' }, 'it belongs to the service "s3"'],
    [{ outputsFile: 'nowhere.json', workflow: 'getting-started' }, 'nowhere.json": it does not exist.'],
  ])('%j: exit 2, one line, nothing sent', async (wrong, said) => {
    const { wire, context } = await given((_, response) => answerJson(response, 200, 1));

    const { exitCode, stdout, stderr } = await callInvoke({ workflow: ARN, ...wrong }, context);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).toMatch(/^Error: .*\n$/);
    expect(wire.requests).toEqual([]);
  });

  test('with --json the error is an object on stdout', async () => {
    const { stdout } = await callInvoke({ workflow: ARN, payload: 'x', json: true });

    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      error: {
        code: 'UsageError',
        source: 'user',
        message: expect.stringContaining('is not JSON'),
        retryable: false,
        help: expect.stringContaining('--payload-file'),
      },
      data: {
        failure: 'misconfigured',
        target: null,
        sessionId: null,
        runtimeArn: null,
        requestId: null,
        workflowRunIds: [],
        viewerUrl: null,
        logFile: null,
        durationMs: expect.any(Number),
      },
    });
  });
});
