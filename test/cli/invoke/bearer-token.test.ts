import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { InvokeArguments } from '../../../lib/cli/invoke/options.ts';
import { exampleOutputs } from '../../catalog/example.ts';
import { type AgentCoreWire, answerJson, startAgentCoreWire } from './agentcore-wire.ts';
import { callInvoke } from './call-invoke.ts';

const ARN = exampleOutputs.RuntimeArn;
const SESSION = '0f8fad5b-d9cb-469f-a165-70867728950e';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl';
/** Of the service, for both ways round. */
const OTHER_WAY =
  'Authorization method mismatch. The agent is configured for a different authorization method than what was used in your request.';
let directory: string;
let wire: AgentCoreWire;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'invoke-token-'));
  answer = (response) => answerJson(response, 200, 'done');
  wire = await startAgentCoreWire((_, response) => answer(response));
});
afterEach(async () => {
  rmSync(directory, { recursive: true, force: true });
  await wire[Symbol.asyncDispose]();
});

/** The command, where the environment has a token and no credentials; looking for some leaves a file behind. */
async function invoke(
  args: Partial<InvokeArguments> = {},
  { environment = {}, interrupt = new AbortController().signal } = {},
) {
  const asked = path.join(directory, 'asked');
  const config = path.join(directory, 'config');
  writeFileSync(config, `[default]\ncredential_process = touch ${asked}\n`);
  const result = await callInvoke(
    { workflow: ARN, bearerTokenEnv: 'RUNTIME_TOKEN', sessionId: SESSION, ...args },
    {
      directory,
      interrupt,
      environment: {
        RUNTIME_TOKEN: TOKEN,
        AWS_CONFIG_FILE: config,
        AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url,
        ...environment,
      },
    },
  );
  expect(`${result.stdout}${result.stderr}`).not.toContain(TOKEN);
  return { ...result, wereCredentialsAsked: existsSync(asked) };
}

describe('when a runtime is called with a token', () => {
  test('one request has the form of the guide, and no credentials are asked for', async () => {
    const result = await invoke({ qualifier: 'live', payload: '{"a":1}' });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'done\n', wereCredentialsAsked: false });
    expect(wire.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: `/runtimes/${encodeURIComponent(ARN)}/invocations?qualifier=live`,
        headers: expect.objectContaining({
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/json',
          accept: 'text/event-stream, application/json',
          'x-amzn-bedrock-agentcore-runtime-session-id': SESSION,
        }),
        body: '{"a":1}',
      }),
    ]);
  });

  test('Ctrl-C stops the session with it', async () => {
    answer = () => undefined;
    const interrupt = new AbortController();
    const ended = invoke({}, { interrupt: interrupt.signal });
    await wire.arrival('/invocations');
    interrupt.abort(new Error('Interrupted'));
    expect(await ended).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining(`The session ${SESSION} was stopped.`),
      wereCredentialsAsked: false,
    });
    const [stop] = wire.received('/stopruntimesession');
    expect(stop?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  test('what waits for an asynchronous invocation is told with the option', async () => {
    const id = `${SESSION}.${SESSION}`;
    const record = { id, status: 'RUNNING', startedAt: '2026-01-01T00:00:00.000Z' };
    answer = (response) => answerJson(response, 202, { novaActInvocation: record });
    const { exitCode, stderr } = await invoke({ async: true });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining(`--bearer-token-env RUNTIME_TOKEN --wait ${id}`),
    });
  });
});

interface Refusal {
  readonly status: number;
  readonly body: unknown;
  readonly type?: string;
  readonly header?: string;
}

describe('when the runtime does not take what its caller shows', () => {
  test.each<[string, Refusal, RegExp]>([
    [
      'a token that the service says nothing about',
      {
        status: 401,
        body: {},
        header: 'Bearer error="invalid_token", error_description="Token has expired"',
      },
      /^Error: Token has expired\. The runtime does not take the token in RUNTIME_TOKEN: it must not have expired,/,
    ],
    [
      'a token of another client',
      {
        status: 401,
        body: { message: "OAuth authorization failed: Claim 'client_id' value mismatch with configuration." },
        type: 'UnauthorizedException',
        header: 'Bearer resource_metadata="https://example.com"',
      },
      /^Error: OAuth authorization failed: Claim 'client_id' value mismatch with configuration\. The runtime does not/,
    ],
    [
      'a token without the scope',
      { status: 403, body: { message: 'insufficient_scope' }, type: 'AccessDeniedException' },
      /^Error: insufficient_scope\. The runtime does not take the token .* with the scopes/,
    ],
    [
      'a token where a signature is wanted',
      { status: 403, body: { message: OTHER_WAY }, type: 'AccessDeniedException' },
      /in your request\. The runtime takes requests that are signed .* leave --bearer-token-env out\.$/,
    ],
  ])('%s, the reason is told: exit 2', async (_, { status, body, type, header }, message) => {
    answer = (response) => {
      if (header !== undefined) response.setHeader('www-authenticate', header);
      answerJson(response, status, body, type);
    };
    const { exitCode, stderr } = await invoke();
    expect({ exitCode, told: stderr.split('\n')[4] }).toEqual({
      exitCode: 2,
      told: expect.stringMatching(message),
    });
    expect(wire.requests).toHaveLength(1);
  });

  test('a signature where a token is wanted, the option is named', async () => {
    answer = (response) => answerJson(response, 403, { message: OTHER_WAY }, 'AccessDeniedException');
    const { exitCode, stderr } = await invoke({ bearerTokenEnv: undefined });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/takes tokens .* name it with --bearer-token-env\.\n$/),
    });
  });

  test('while it is waited for, the invocation is said to go on', async () => {
    answer = (response) => answerJson(response, 401, { message: 'Expired.' }, 'UnauthorizedException');
    const { exitCode, stderr } = await invoke({ sessionId: undefined, wait: `${SESSION}.${SESSION}` });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(
        /Expired\. The runtime does not .* may still be going on\. Its result, later:/,
      ),
    });
  });
});

test('on another machine as well, no credentials are asked for', async () => {
  const environment = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: 'https://0.0.0.0:1' };
  const result = await invoke({}, { environment });
  expect(result).toMatchObject({
    stderr: expect.stringContaining('connect ECONNREFUSED 0.0.0.0:1'),
    wereCredentialsAsked: false,
  });
});

describe('when there is no token to be shown', () => {
  test.each([
    [
      'the variable is not set',
      { RUNTIME_TOKEN: undefined },
      {},
      'RUNTIME_TOKEN (--bearer-token-env) is not set, or empty',
    ],
    ['it is empty', { RUNTIME_TOKEN: '' }, {}, 'is not set, or empty'],
    ['it has the scheme', { RUNTIME_TOKEN: `Bearer ${TOKEN}` }, {}, 'begins with "Bearer "'],
    ['it has a line end', { RUNTIME_TOKEN: `${TOKEN}\n` }, {}, 'has blanks or line ends'],
    ['it has one part', { RUNTIME_TOKEN: 'sesame' }, {}, 'has one part'],
    ['it is encrypted', { RUNTIME_TOKEN: `${TOKEN}.a.b` }, {}, 'has 5 parts'],
    ['it has other characters', { RUNTIME_TOKEN: 'a.b.ä' }, {}, 'has other characters'],
    [
      'it stands on the command line',
      {},
      { bearerTokenEnv: TOKEN },
      'not the name of an environment variable',
    ],
    [
      'others could read it on the way',
      { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: 'http://agentcore.example' },
      {},
      'The token would go to http://agentcore.example unencrypted',
    ],
  ])('%s: nothing is sent, exit 2', async (_, environment, args, message) => {
    const { exitCode, stderr } = await invoke(args, { environment });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) });
    expect(wire.requests).toEqual([]);
  });
});
