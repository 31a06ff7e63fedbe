import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { InvokeArguments } from '../../../lib/cli/invoke/options.ts';
import { readEnvelope } from '../../../lib/contract/envelope.ts';
import { describeError } from '../../../lib/runtime/index.ts';
import { exampleOutputs } from '../../catalog/example.ts';
import { type AgentCoreWire, answerJson, startAgentCoreWire } from './agentcore-wire.ts';
import { callInvoke } from './call-invoke.ts';

const ARN = exampleOutputs.RuntimeArn;
const ID = '0123456789abcdef0123456789abcdef01234567.00000000-0000-4000-8000-000000000001';
const record = { id: ID, startedAt: '2026-01-01T00:00:00.000Z' };

let wire: AgentCoreWire | undefined;
afterEach(async () => {
  await wire?.[Symbol.asyncDispose]();
});

type Results = Readonly<Record<string, readonly unknown[]>>;

/** Invokes a runtime whose tools answer with these results, one after the other. */
async function invokeTool(
  results: Results,
  args: Partial<InvokeArguments> = {},
  names = Object.keys(results),
) {
  const left = new Map(Object.entries(results).map(([tool, all]) => [tool, [...all]]));
  wire = await startAgentCoreWire((request, response) => {
    const { id, method, params } = JSON.parse(request.body);
    if (method === 'tools/list') {
      const tools = names.map((name) => ({ name }));
      return answerJson(response, 200, { jsonrpc: '2.0', id, result: { tools } });
    }
    const progress = {
      method: 'notifications/progress',
      params: { progress: 1, message: 'act \u001b[2Jone' },
    };
    const messages = [progress, { id, result: left.get(params.name)?.shift() }];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(messages.map((m) => `data: ${JSON.stringify({ jsonrpc: '2.0', ...m })}\n\n`).join(''));
  });
  const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url };
  return await callInvoke({ workflow: ARN, protocol: 'MCP', ...args }, { environment });
}

const asked = () => wire?.requests.map(({ body }) => JSON.parse(body)) ?? [];
const shop = (...run: readonly unknown[]): Results => ({ shop: run, shop_start: [], shop_status: [] });
const inEnvelope = (more: object) => ({
  content: [],
  structuredContent: { novaActInvocation: { ...record, ...more } },
});

describe('when a runtime speaks MCP', () => {
  test('its tool is called once, with the payload, in one session, and what it returned is the result', async () => {
    const result = { content: [], structuredContent: { price: 7 } };
    const { exitCode, stdout, stderr } = await invokeTool(shop(result), {
      payload: '{"url":"x"}',
      stream: true,
    });

    expect({ exitCode, result: JSON.parse(stdout) }).toEqual({ exitCode: 0, result: { price: 7 } });
    expect(asked().map(({ method }) => method)).toEqual(['tools/list', 'tools/call']);
    expect(asked()[1].params).toMatchObject({ name: 'shop', arguments: { url: 'x' } });
    expect(stderr).toContain('act \\u001b[2Jone\n');
    const sessions = wire?.requests.map(({ headers }) => [
      headers['mcp-session-id'],
      headers['x-amzn-bedrock-agentcore-runtime-session-id'],
      headers.accept,
    ]);
    expect(new Set(sessions?.flat()).size).toBe(2);
    expect(sessions?.[0]?.[2]).toBe('application/json, text/event-stream');
  });

  test('its stack says so: nobody has to', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'mcp-outputs-'));
    const outputsFile = path.join(folder, 'outputs.json');
    const outputs = { ...exampleOutputs, ServerProtocol: 'MCP' };
    writeFileSync(outputsFile, JSON.stringify({ 'NovaActWorkflow-getting-started': outputs }));
    try {
      const given = { workflow: 'getting-started', outputsFile, protocol: undefined };
      expect(await invokeTool(shop({ content: [{ type: 'text', text: '5' }] }), given)).toMatchObject({
        exitCode: 0,
        stdout: '5\n',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a failure of the workflow is one, as over HTTP', async () => {
    const error = { name: 'ShopError', message: 'closed', retryable: true };
    const failed = { content: [], structuredContent: { error }, isError: true };
    const { exitCode, stdout } = await invokeTool(shop(failed), { json: true });

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'ShopError', message: 'closed', retryable: true },
      data: { failure: 'workflowFailed', detail: { error } },
    });
  });

  test('a run that outlasts its call is asked for until it has ended', async () => {
    const [running, ended] = [
      inEnvelope({ status: 'RUNNING' }),
      inEnvelope({ status: 'SUCCEEDED', result: 3 }),
    ];
    const results = { ...shop(running), shop_status: [running, ended] };

    expect(await invokeTool(results)).toMatchObject({ exitCode: 0, stdout: '3\n' });
    expect(asked().at(-1).params).toMatchObject({ name: 'shop_status', arguments: { id: ID } });
  });

  test('it may be started, and waited for later', async () => {
    const started = { ...shop(), shop_start: [inEnvelope({ status: 'RUNNING' })] };
    const { stdout, stderr } = await invokeTool(started, { async: true });
    expect(stdout).toBe(`${ID}\n`);
    expect(stderr).toContain(`--protocol MCP --wait ${ID}`);

    const failed = inEnvelope({ status: 'FAILED', error: { name: 'ShopError', message: 'closed' } });
    const waited = await invokeTool({ ...shop(), shop_status: [{ ...failed, isError: true }] }, { wait: ID });
    expect(waited).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('(ShopError): closed') });

    const error = { name: 'InvocationNotFound', message: 'none' };
    const unknown = { content: [], structuredContent: { error }, isError: true };
    expect(await invokeTool({ ...shop(), shop_status: [unknown] }, { wait: ID })).toMatchObject({
      exitCode: 2,
    });
  });

  test.each([
    [
      'has tools of others only',
      { search: [] },
      {},
      /has not one workflow of this project, but the tools search/,
    ],
    ['is called with what is no object', shop(), { payload: '[1]' }, /The payload is no object/],
    [
      'is called in a protocol of others',
      shop(),
      { protocol: 'A2A' },
      /"A2A" is not a protocol of a workflow/,
    ],
  ])('nothing is called that %s', async (_, results, args, said) => {
    const { exitCode, stderr } = await invokeTool(results, args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(said);
    expect(asked().some(({ method }) => method === 'tools/call')).toBe(false);
  });

  test('an answer without the response is no success', async () => {
    const { exitCode, stderr } = await invokeTool(shop());
    expect(exitCode).toBe(1);
    expect(stderr).toContain('(AnswerUnclear)');
  });
});

test('a runtime that takes payloads says so when it is called as a tool, and what to leave out', async () => {
  const hello = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  let refused: unknown;
  try {
    readEnvelope(hello);
  } catch (error) {
    refused = error;
  }
  const message = `Received error (400) from runtime: ${JSON.stringify({ error: describeError(refused) })}`;
  wire = await startAgentCoreWire((_request, response) => {
    answerJson(response, 424, { message }, 'RuntimeClientError');
  });
  const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url };
  const { exitCode, stderr } = await callInvoke({ workflow: ARN, protocol: 'MCP' }, { environment });

  expect(exitCode).toBe(2);
  expect(stderr).toContain('The runtime speaks HTTP, and was called as a tool of MCP: nothing was run.');
  expect(stderr).toContain('Leave out --protocol MCP');
});

describe('when nobody said that a runtime speaks MCP', () => {
  const refusal = { jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'Parse error' } };

  test.each([
    [
      'that the container refused',
      { message: `Received error (400) from runtime: ${JSON.stringify(refusal)}` },
      424,
    ],
    ['that is passed on', refusal, 200],
  ])('the answer does, %s: it is no result, and says what to add', async (_, body, status) => {
    wire = await startAgentCoreWire((_request, response) => {
      answerJson(response, status, body, status === 424 ? 'RuntimeClientError' : undefined);
    });
    const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url };
    const { exitCode, stderr } = await callInvoke({ workflow: ARN }, { environment });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The runtime speaks MCP, and was called with a payload: nothing was run.');
    expect(stderr).toContain('--protocol MCP');
  });

  test('and the service does not pass on what the container says, that is a possibility', async () => {
    const message =
      'Received error (400) from runtime. Please check your CloudWatch logs for more information.';
    wire = await startAgentCoreWire((_request, response) => {
      answerJson(response, 424, { message }, 'RuntimeClientError');
    });
    const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url };
    const { exitCode, stderr } = await callInvoke({ workflow: ARN }, { environment });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('If the runtime speaks MCP, add --protocol MCP.');
  });
});
