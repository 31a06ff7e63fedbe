import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Plane, removeProject, startPlane } from './harness.ts';

let plane: Plane;
beforeAll(async () => {
  plane = await startPlane({
    parentEnvironment: {
      ...process.env,
      GITHUB_TOKEN: 'hunter2',
      NOVA_ACT_SECRET_LOGIN: 'hunter2',
      AWS_PROFILE: 'real',
    },
  });
});
afterAll(async () => {
  await plane.close();
  removeProject();
});

describe('when a runtime is invoked by its ARN', () => {
  test('what main returns is the answer, with status, content type and the session id', async () => {
    const runtimeSessionId = randomUUID();
    const output = await plane.send({ do: 'echo', value: { a: 1 } }, { runtimeSessionId });
    expect(output).toMatchObject({
      statusCode: 200,
      runtimeSessionId,
      contentType: 'application/json; charset=utf-8',
    });
    expect(await output.response?.transformToString()).toBe('{"a":1}');
  });

  test('the client finds local AWS by the usual environment variable', async () => {
    const before = process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE;
    process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE = plane.endpoint;
    try {
      const client = new BedrockAgentCoreClient({
        region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });
      const output = await client.send(
        new InvokeAgentRuntimeCommand({
          agentRuntimeArn: plane.arn,
          payload: new TextEncoder().encode('{"do":"echo","value":5}'),
          qualifier: 'DEFAULT',
          contentType: 'application/json',
          accept: 'application/json',
        }),
      );
      expect(await output.response?.transformToString()).toBe('5');
    } finally {
      if (before === undefined) delete process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE;
      else process.env.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE = before;
    }
  });

  test('the id does as well, with the account', async () => {
    const output = await plane.send(
      { do: 'echo', value: 6 },
      { agentRuntimeArn: plane.id, accountId: '000000000000' },
    );
    expect(await output.response?.transformToString()).toBe('6');
  });

  test('events are passed through', async () => {
    const output = await plane.send({ do: 'stream' }, { accept: 'text/event-stream' });
    expect(output.contentType).toBe('text/event-stream; charset=utf-8');
    expect(await output.response?.transformToString()).toMatch(
      /^event: log\n[\s\S]*event: result\n.*"there"/,
    );
  });

  test('5 MB go there and back', async () => {
    const value = 'x'.repeat(5_000_000);
    expect(await plane.call({ do: 'echo', value })).toBe(value);
  });

  test('what the workflow prints is in the log of its session', async () => {
    const session = randomUUID();
    await plane.call({ do: 'print' }, session);
    const log = readFileSync(path.join(plane.stateDir, 'logs', `${plane.id}-${session}.log`), 'utf8');
    expect(log).toContain('printed by the workflow');
  });
});

describe('when two sessions run side by side', () => {
  type Who = { pid: number; count: number; cwd: string; env: Record<string, string>; sessionId: string };

  test('each has its own process, memory, folders and files; the same session keeps them', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const [first, second] = (await Promise.all([
      plane.call({ do: 'who' }, one),
      plane.call({ do: 'who' }, two),
    ])) as [Who, Who];
    const again = (await plane.call({ do: 'who' }, one)) as Who;
    expect([first.sessionId, second.sessionId]).toEqual([one, two]);
    expect(first.pid).not.toBe(second.pid);
    expect(again).toMatchObject({ pid: first.pid, count: 2, cwd: first.cwd });
    expect(second.count).toBe(1);
    for (const key of ['HOME', 'TMPDIR', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
      expect(first.env[key]).not.toBe(second.env[key]);
    expect(first.cwd).not.toBe(second.cwd);
  });

  test('the environment is the catalog and local AWS, and none of the secrets of the caller', async () => {
    const { env } = (await plane.call({ do: 'who' })) as Who;
    expect(env).toMatchObject({
      FROM_CATALOG: 'yes',
      NOVA_ACT_WORKFLOW_DEFINITION_NAME: 'probe-workflow',
      LOGIN_ARN: expect.stringMatching(/:000000000000:secret:login-\w{6}$/),
      AWS_ENDPOINT_URL: plane.endpoint,
      AWS_ENDPOINT_URL_NOVA_ACT: plane.endpoint,
      AWS_ENDPOINT_URL_STS: plane.endpoint,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: plane.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: plane.endpoint,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^LOCAL[A-Z2-7]{16}$/),
      AWS_REGION: 'us-east-1',
      PATH: process.env.PATH,
    });
    expect(env).not.toHaveProperty('AWS_PROFILE');
    expect(JSON.stringify(env)).not.toContain('hunter2');
  });

  test('the first invocations of one session share its process', async () => {
    const session = randomUUID();
    const answers = await Promise.allSettled([
      plane.call({ do: 'who' }, session),
      plane.call({ do: 'who' }, session),
    ]);
    const pids = answers.flatMap((answer) =>
      answer.status === 'fulfilled' ? [(answer.value as Who).pid] : [],
    );
    expect(pids.length).toBeGreaterThan(0);
    expect(new Set(pids).size).toBe(1);
  });
});

describe('when the workflow fails', () => {
  test('the client gets RuntimeClientError with what the workflow said and where the log is', async () => {
    await expect(plane.send({ do: 'fail' })).rejects.toMatchObject({
      name: 'RuntimeClientError',
      message: expect.stringMatching(
        /^Received error \(500\) from runtime: ShopError: the shop is closed \(log: \/.*\.log\)$/,
      ),
      $metadata: { httpStatusCode: 424 },
    });
  });

  test('a crash is told with what ended the process, and the next invocation of the session gets a new process', async () => {
    const session = randomUUID();
    await expect(plane.call({ do: 'crash' }, session)).rejects.toMatchObject({
      name: 'RuntimeClientError',
      message: expect.stringMatching(/process was ended by SIGKILL before it answered/),
    });
    expect(await plane.call({ do: 'who' }, session)).toMatchObject({ count: 1 });
  });

  test('process.exit is told as an error of the workflow', async () => {
    await expect(plane.call({ do: 'exit' })).rejects.toMatchObject({
      name: 'RuntimeClientError',
      message: expect.stringMatching(/ProcessExitCalled: The workflow called process\.exit\(3\)/),
    });
  });
});

describe('when the request is wrong', () => {
  test('an unknown runtime is ResourceNotFoundException with those that there are', async () => {
    await expect(
      plane.send({}, { agentRuntimeArn: plane.arn.replace('probe', 'prove') }),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining(`Did you mean ${plane.arn}?`),
    });
  });

  test('an unknown endpoint is ResourceNotFoundException with the one that there is', async () => {
    await expect(plane.send({}, { qualifier: 'prod' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringMatching(/no endpoint "prod"\. It has DEFAULT, live\./),
    });
  });

  test.each([
    ['too short', 'short'],
    ['too long', 'x'.repeat(257)],
  ])('a session id that is %s is ValidationException for that field', async (_, runtimeSessionId) => {
    await expect(plane.send({}, { runtimeSessionId })).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'FieldValidationFailed',
      fieldList: [
        { name: 'runtimeSessionId', message: expect.stringMatching(/must have 33 to 256 characters/) },
      ],
    });
  });

  test('a session id with unusual characters is served', async () => {
    const session = `../../../etc/passwd ${'ü'.normalize('NFD').replace(/[^ -~]/g, '')}${'~'.repeat(30)}`;
    expect(await plane.call({ do: 'echo', value: 1 }, session)).toBe(1);
  });

  test('an id without the account is ValidationException', async () => {
    await expect(plane.send({}, { agentRuntimeArn: plane.id })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/accountId is missing/),
    });
  });

  test('requests that are not signed, or come from a web page, run nothing', async () => {
    const url = `${plane.endpoint}/runtimes/${encodeURIComponent(plane.arn)}/invocations`;
    const unsigned = await fetch(url, { method: 'POST', body: '{}' });
    expect(unsigned.status).toBe(403);
    expect(unsigned.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    const foreign = await fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { origin: 'https://example.com' },
    });
    expect(await foreign.json()).toMatchObject({ message: expect.stringMatching(/Origin .* is refused/) });
  });
});
