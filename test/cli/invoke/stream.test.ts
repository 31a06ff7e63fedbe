import { afterEach, describe, expect, test } from '@jest/globals';
import { exampleOutputs } from '../../catalog/example.ts';
import { type AgentCoreWire, answerJson, startAgentCoreWire } from './agentcore-wire.ts';
import { callInvoke } from './call-invoke.ts';

const ARN = exampleOutputs.RuntimeArn;

let wire: AgentCoreWire | undefined;
afterEach(async () => {
  await wire?.[Symbol.asyncDispose]();
});

/** Invokes a runtime that answers with these pieces of an event stream. */
async function stream(pieces: readonly string[]) {
  wire = await startAgentCoreWire((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const piece of pieces) response.write(piece);
    response.end();
  });
  const context = { environment: { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url } };
  return callInvoke({ workflow: ARN, stream: true }, context);
}

const event = (body: { type: string } & Record<string, unknown>): string =>
  `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`;
const log = event({ type: 'log', level: 'info', message: 'half way' });

describe('when a workflow is invoked with --stream', () => {
  test('its progress is told on stderr, in whatever pieces it comes, and its result is all of stdout', async () => {
    const text = `${log}: keep-alive\n\n${event({ type: 'new-kind' })}${event({ type: 'result', result: { a: 'ä' } })}`;
    const { exitCode, stdout, stderr } = await stream([text.slice(0, 20), text.slice(20)]);
    expect({ exitCode, result: JSON.parse(stdout) }).toEqual({ exitCode: 0, result: { a: 'ä' } });
    expect(stderr).toContain('info: half way\n');
    expect(wire?.requests[0]?.headers.accept).toBe('text/event-stream, application/json');
  });

  test('an error event is a failure of the workflow', async () => {
    const { exitCode, stderr } = await stream([
      event({ type: 'error', error: { name: 'ShopError', message: 'closed' } }),
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The workflow failed (ShopError): closed');
  });

  test('a stream that breaks off is not taken for a success', async () => {
    const { exitCode, stderr } = await stream([log]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/broke off before the result\. .* Its session is [\w-]{36}\.\n/);
  });

  test('a runtime that answers with JSON all the same is understood', async () => {
    wire = await startAgentCoreWire((_, response) => answerJson(response, 200, 7));
    const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url };
    expect(await callInvoke({ workflow: ARN, stream: true }, { environment })).toMatchObject({
      stdout: '7\n',
    });
  });
});

describe('when a person is asked', () => {
  const human = (phase: string, more: object = {}): string =>
    event({
      ...{ type: 'human', phase, kind: 'approve', requestId: 'q', waitMs: 12_000 },
      ...{ workflowRunId: 'r', sessionId: 's', actId: 'a', ...more },
    });
  const asking = async (interactive: boolean) => {
    let isAsked = (): void => undefined;
    wire = await startAgentCoreWire((_, response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'x-nova-act-local-viewer': 'http://127.0.0.1:8737/viewer/',
        'x-amzn-requestid': 'request-1',
      });
      response.write(human('asked'));
      isAsked = () =>
        response.end(
          human('answered', { answer: 'yes', by: { name: 'Ada' } }) + event({ type: 'result', result: 1 }),
        );
    });
    let said = '';
    const stderr = (text: string): void => {
      said += text;
      if (text.includes('a person is asked') && (!interactive || text.includes('Running'))) isAsked();
    };
    const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url };
    await callInvoke({ workflow: ARN }, { environment, stderr, interactive });
    return said;
  };

  test('it is told without --stream, too, with where, and so is the answer', async () => {
    expect(await asking(false)).toMatch(
      / {2}a person is asked to approve: http:\/\/127\.0\.0\.1:8737\/viewer\/\S+\n[\s\S]* {2}Ada \(as typed, not verified\) approved after 12\.0 s\n/,
    );
  });

  test('the line of a terminal that shows how long it runs says so', async () => {
    expect(await asking(true)).toContain('Running, and a person is asked to approve …');
  });
});

describe('when a runtime writes legal server-sent events in another form than ours', () => {
  const result = '{"type":"result","result":{"a":"ä"}}';

  test.each([
    ['line ends of CR LF', `event: result\r\ndata: ${result}\r\n\r\n`],
    ['line ends of CR', `event: result\rdata: ${result}\r\r`],
    ['no space after the colon', `data:${result}\n\n`],
    ['two lines of data', 'data: {"type":"result",\ndata: "result":{"a":"ä"}}\n\n'],
    ['a byte order mark', `\uFEFFdata: ${result}\n\n`],
    ['an id and a retry', `id: 1\nretry: 10\ndata: ${result}\n\n`],
  ])('%s: the result is read', async (_, text) => {
    const { exitCode, stdout } = await stream([...text]);
    expect({ exitCode, result: JSON.parse(stdout) }).toEqual({ exitCode: 0, result: { a: 'ä' } });
  });

  test('an event that was cut off is none', async () => {
    const { exitCode, stderr } = await stream([`data: ${result}\n`]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('broke off before the result');
  });
});

describe('when a runtime breaks the rules of its events', () => {
  const result = event({ type: 'result', result: 1 });

  test('progress of another shape is passed over, and the result counts', async () => {
    const { exitCode, stdout } = await stream([event({ type: 'step' }), event({ type: 'run' }), result]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '1\n' });
  });

  test('an error is not undone by a result that follows', async () => {
    const { exitCode, stderr } = await stream([
      event({ type: 'error', error: { message: 'closed' } }),
      result,
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('closed');
  });

  test.each([
    ['an error after it', [result, event({ type: 'error', error: { message: 'closed' } })], 'closed'],
    ['a second one', [result, result], 'Events came after the one that has the outcome.'],
    ['text of others before it', ['data: hello\n\n', result], 'together with others'],
    ['text of others between', [event({ type: 'step' }), 'data: hello\n\n', result], 'together with others'],
  ])('a result with %s is no success', async (_, parts, said) => {
    const { exitCode, stdout, stderr } = await stream(parts);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(said);
  });

  test('a result without a value is none', async () => {
    const { exitCode, stderr } = await stream([event({ type: 'result' })]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('An event that should have the result has none');
  });
});

describe('when a runtime answers with events, wanted or not', () => {
  const run = { type: 'run', phase: 'started', definitionName: 'shop', status: 'RUNNING' };
  const answer = async (text: string, headers: Readonly<Record<string, string>> = {}) => {
    wire = await startAgentCoreWire((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', ...headers }).end(text);
    });
    const context = { environment: { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url } };
    return callInvoke({ workflow: ARN }, context);
  };

  test('the runs that they name are told without progress, and nothing that could harm a terminal', async () => {
    const runs = ['one-1', 'two-2', '\u001b[2Jthree', 'one-1'].map((workflowRunId) =>
      event({ ...run, workflowRunId }),
    );
    const { stdout, stderr } = await answer(`${runs.join('')}${event({ type: 'result', result: 5 })}`);
    expect(stdout).toBe('5\n');
    expect(stderr).toMatch(/Succeeded in .*\n {2}run {6}one-1\n {2}run {6}two-2\n$/);
  });

  test('an address that is not on this machine is no viewer', async () => {
    const result = event({ type: 'result', result: 5 });
    const { stderr } = await answer(result, {
      'x-amzn-requestid': 'abc',
      'x-nova-act-local-viewer': 'https://example.com/viewer/',
    });
    expect(stderr).not.toContain('viewer');
  });

  test('events of another kind of host are the answer as it is', async () => {
    const text = 'data: "Hel"\n\ndata: "lo"\n\n';
    expect(await answer(text)).toMatchObject({ exitCode: 0, stdout: `${text}\n` });
  });
});
