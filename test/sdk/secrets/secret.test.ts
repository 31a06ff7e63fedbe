import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { knownSecrets } from '../../../lib/contract/known-secrets.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { localEnvironment } from '../../../lib/local/local-environment.ts';
import { localSecret } from '../../../lib/local/secrets/local-secret.ts';
import { defineTool, NovaAct, secret, Workflow } from '../../../lib/sdk/index.ts';
import { agentCall, scriptedAgent } from '../../../lib/testing/index.ts';

const PASSWORD = 'tr0ub4dor&3';
const VALUES = JSON.stringify({ user: 'ann', password: PASSWORD, port: 5432, none: null });
const before = { ...process.env };
let aws: LocalAws;

const agent = scriptedAgent([
  { prompt: /price/, steps: [() => [agentCall.tool('price', {})]], returns: 'done' },
  { prompt: /break/, steps: [() => [agentCall.tool('fail', {})]] },
]);

beforeAll(async () => {
  aws = await startLocalAws({
    agent,
    definitionsOnDemand: true,
    secrets: ['shop/login', 'shop/empty'],
    parentEnvironment: { NOVA_ACT_SECRET_SHOP_LOGIN: VALUES },
  });
  Object.assign(process.env, localEnvironment(aws.url), {
    LOGIN_ARN: localSecret('shop/login').arn,
    EMPTY_ARN: localSecret('shop/empty').arn,
    GONE_ARN: localSecret('shop/gone').arn,
    NO_ARN: PASSWORD,
  });
});

afterAll(async () => {
  await aws.close();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

/** What is said when it cannot be had. */
async function refusal(...args: Parameters<typeof secret>): Promise<string> {
  const error = await secret(...args).then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  expect(error?.name).toBe('SecretError');
  expect(error?.message).not.toContain(PASSWORD);
  return error?.message ?? '';
}

describe('secret()', () => {
  test('gives the member that is asked for, which is then hidden; the others are not', async () => {
    expect(await secret('LOGIN_ARN', { key: 'password' })).toBe(PASSWORD);
    expect(await secret('LOGIN_ARN', { key: 'port' })).toBe('5432');
    expect(knownSecrets.hideIn(`ann ${PASSWORD}`)).toBe('ann [secret]');
  });

  test.each([
    [
      'variable',
      ['LOGIN_ANR'],
      /LOGIN_ANR is not set.*Did you mean "LOGIN_ARN"\?.*secrets: \{ LOGIN_ANR: .*--local/,
    ],
    ['ARN', ['NO_ARN'], /NO_ARN has no ARN of a secret.*a text of 11 characters, which is not shown/],
    ['secret', ['GONE_ARN'], /there is none\. There is no secret .*shop\/gone/],
    ['value', ['EMPTY_ARN'], /there is none\./],
    [
      'member',
      ['LOGIN_ARN', { key: 'pasword' }],
      /no member "pasword"\. Did you mean "password"\? Its members: user, password, port, none\./,
    ],
    ['value of the member', ['LOGIN_ARN', { key: 'none' }], /"none" of the secret of LOGIN_ARN is null/],
  ] as const)('says that there is no such %s', async (_, args, said) => {
    const [variable, options] = args;
    expect(await refusal(variable, options)).toMatch(said);
  });

  test('refuses options that it does not have', async () => {
    await expect(secret('LOGIN_ARN', JSON.parse('{"kye":"x"}'))).rejects.toThrow(/no option "kye".*"key"/);
  });

  test('a value is in no prompt, no answer of a tool, no error and no report of an act', async () => {
    const password = await secret('LOGIN_ARN', { key: 'password' });
    const told: string[] = [];
    const tool = (name: string, run: () => unknown) =>
      defineTool({ name, description: name, input: z.object({}), run });
    const run = Workflow.run(
      { definitionName: 'shop', onProgress: (event) => told.push(JSON.stringify(event)) },
      async () => {
        await using nova = await NovaAct.start({
          startingPage: `${aws.url}/demo/`,
          tools: [
            tool('price', () => ({ price: 3, note: `with ${password}` })),
            tool('fail', () => {
              throw new Error(`cannot sign in with ${encodeURIComponent(password)}`);
            }),
          ],
        });
        await expect(
          nova.act(`Sign in with ${Buffer.from(`ann:${password}`).toString('base64')}`),
        ).rejects.toMatchObject({
          name: 'ValidationFailed',
          message: expect.stringMatching(/secret of LOGIN_ARN.*Nothing was sent.*nova\.page.*fill/),
        });
        await nova.act('Return the price');
        await nova.act('break it');
      },
    );
    const error = await run.catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      message: 'Tool "fail" failed: cannot sign in with [secret]',
      cause: { message: 'cannot sign in with [secret]' },
    });

    const acts = aws.store.acts({ runId: aws.store.runs()[0]?.runId ?? '' });
    expect(acts.map(({ task, error: reported }) => [task, reported?.message])).toEqual([
      ['Return the price', undefined],
      ['break it', 'Tool "fail" failed: cannot sign in with [secret]'],
    ]);
    const sent = JSON.stringify(acts.map(({ actId }) => aws.store.steps(actId)));
    expect(sent).toContain('with [secret]');
    expect(sent).not.toContain(PASSWORD);
    expect(told.join()).toMatch(/What the tool \\"price\\" returned had a secret in it/);
  });
});

describe('where Secrets Manager is another', () => {
  let server: Server;
  let requests = 0;
  const answers: { status: number; body: unknown }[] = [];

  beforeAll(async () => {
    server = createServer((_, response) => {
      requests += 1;
      const { status, body } = answers.shift() ?? { status: 500, body: {} };
      response.writeHead(status).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = `http://127.0.0.1:${port}`;
  });
  afterAll(() => {
    server.close();
  });

  const refused = (type: string, message: string) => ({
    status: 400,
    body: { __type: type, Message: message },
  });
  const DENIED =
    'User: arn:aws:sts::1:assumed-role/r is not authorized to perform: secretsmanager:GetSecretValue on resource: x';

  test.each([
    [
      refused('AccessDeniedException', DENIED),
      /access denied.*The role needs secretsmanager:GetSecretValue on arn:.*shop\/login/,
    ],
    [refused('AccessDeniedException', 'Access to KMS is not allowed'), /kms:Decrypt.*secretKeys/],
    [
      refused(
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      ),
      /it is to be deleted.*restore-secret/,
    ],
    [
      refused('ExpiredTokenException', 'The security token included in the request is expired'),
      /credentials.*aws sso login/,
    ],
    [{ status: 200, body: {} }, /NoValue: The answer has no value/],
  ])('what it says is explained: %j', async (answer, said) => {
    answers.push(answer);
    expect(await refusal('LOGIN_ARN')).toMatch(said);
    expect(answers).toEqual([]);
  });

  test('a failure of a moment is tried again, calls at a time share one answer, which is kept; bytes are base64', async () => {
    const base64 = Buffer.from('some bytes').toString('base64');
    answers.push({ status: 503, body: {} }, { status: 200, body: { SecretBinary: base64 } });
    requests = 0;
    expect(await Promise.all([secret('LOGIN_ARN'), secret('LOGIN_ARN')])).toEqual([base64, base64]);
    expect(await secret('LOGIN_ARN')).toBe(base64);
    expect(requests).toBe(2);
    expect(knownSecrets.hideIn('some bytes')).toBe('[secret]');
    expect(await refusal('LOGIN_ARN', { key: 'a' })).toMatch(/is bytes, which have no members/);
  });
});
