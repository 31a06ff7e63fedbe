import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { handler as desk } from '../../../lib/cdk/handlers/desk.ts';
import type { HttpEvent } from '../../../lib/cdk/handlers/http-event.ts';
import { handler as takeOver } from '../../../lib/cdk/handlers/take-over.ts';
import { type QuestionAction, questionPath } from '../../../lib/contract/question.ts';
import { newSecret } from '../../../lib/contract/secret-hash.ts';
import { type Asking, newAsking } from '../../desk/support/asking.ts';
import { type QuestionTableServer, startQuestionTable } from './support/question-table.ts';
import { RUNTIME_ARN } from './support/version-account.ts';

let table: QuestionTableServer;
const before = { ...process.env };

beforeAll(async () => {
  table = await startQuestionTable();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: 'questions',
    RUNTIME_ARN,
    ENDPOINT_NAME: 'live',
    SIGN_IN: JSON.stringify({ issuer: 'https://sign-in.example', clientId: 'page' }),
  });
});

afterAll(async () => {
  process.env = before;
  await table?.[Symbol.asyncDispose]();
});

const SIGNED = { iam: { userArn: 'arn:aws:sts::123456789012:assumed-role/workflow/session' } };

function eventOf(
  method: string,
  rawPath: string,
  given: {
    body?: unknown;
    authorizer?: HttpEvent['requestContext']['authorizer'];
    isBase64Encoded?: boolean;
  } = {},
): HttpEvent {
  const text = given.body === undefined ? undefined : JSON.stringify(given.body);
  return {
    rawPath,
    body: given.isBase64Encoded === true ? Buffer.from(text ?? '').toString('base64') : text,
    isBase64Encoded: given.isBase64Encoded,
    requestContext: { stage: '$default', http: { method }, authorizer: given.authorizer },
  };
}

async function asked(given: Parameters<typeof newAsking>[0] = {}): Promise<Asking> {
  const asking = newAsking(given);
  const event = eventOf('PUT', questionPath(asking.key), { body: asking.asked, authorizer: SIGNED });
  expect(await desk(event)).toMatchObject({ statusCode: 200 });
  return asking;
}

const post = ({ key }: Asking, action: QuestionAction, body: unknown, authorizer = {}): HttpEvent =>
  eventOf('POST', questionPath(key, action), { body, authorizer });

describe('the desk', () => {
  test('takes a question of a signed workflow, an answer of a person, and tells the workflow', async () => {
    const asking = await asked();
    const { key, token } = asking;
    const answered = await desk(post(asking, 'answer', { token, answer: 'yes', name: 'Ada' }));
    expect(answered).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } });

    const { statusCode, body } = await desk(eventOf('GET', questionPath(key), { authorizer: SIGNED }));
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ status: 'answered', answer: { by: { name: 'Ada' } } });
  });

  test('reads bodies that the API has sent in base64', async () => {
    const { key, asked: question } = newAsking({ message: 'Größe 41?' });
    const given = { body: question, authorizer: SIGNED, isBase64Encoded: true };
    expect(await desk(eventOf('PUT', questionPath(key), given))).toMatchObject({ statusCode: 200 });
  });

  test('knows its paths also below the name of a stage', async () => {
    const { key } = await asked();
    const event = eventOf('GET', `/prod${questionPath(key)}`, { authorizer: SIGNED });
    const staged = { ...event, requestContext: { ...event.requestContext, stage: 'prod' } };
    expect(await desk(staged)).toMatchObject({ statusCode: 200 });
  });

  test.each([undefined, {}, { iam: null }, { jwt: { claims: { sub: 'eve' } } }])(
    'is not there for workflows whose request the API has not found signed: %j',
    async (authorizer) => {
      const asking = await asked();
      const path = questionPath(asking.key);
      for (const event of [
        eventOf('GET', path, { authorizer }),
        eventOf('PUT', path, { authorizer, body: asking.asked }),
        eventOf('POST', `${path}/withdraw`, { authorizer, body: { reason: 'So that it ends.' } }),
      ])
        expect(await desk(event)).toMatchObject({ statusCode: 404 });
    },
  );

  test('lets nobody take over, for whom it has no sign-in', async () => {
    const asking = await asked({ kind: 'takeOver' });
    const body = { token: asking.token, claim: newSecret() };
    expect(await desk(post(asking, 'take', body))).toMatchObject({ statusCode: 404 });
    expect(await desk(post(asking, 'take', body, SIGNED))).toMatchObject({ statusCode: 404 });
  });

  test('says why nobody can take over a browser on another machine', async () => {
    const asking = await asked({ kind: 'takeOver', channel: { kind: 'loopback', url: 'ws://127.0.0.1:1/' } });
    const { body } = await desk(post(asking, 'read', { token: asking.token }));
    expect(JSON.parse(body).asked.unreachable).toMatch(/^The browser is on the machine of/);
  });

  test('says in plain words that the table does not answer, and why in its log', async () => {
    const asking = await asked();
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    table.failures.push('AccessDeniedException');
    const { statusCode, body } = await desk(post(asking, 'read', { token: asking.token }));

    expect(statusCode).toBe(503);
    expect(body).not.toMatch(/AccessDenied/);
    expect(error.mock.calls.join()).toContain('AccessDeniedException: No.');
    expect(error.mock.calls.join()).not.toContain(asking.token);
    error.mockRestore();
  });
});

describe('taking over', () => {
  const jwt = { jwt: { claims: { sub: '1', email: 'ada@example.com', email_verified: 'true' } } };

  test('gives who has signed in the address of the session, and notes who it was', async () => {
    const asking = await asked({ kind: 'takeOver' });
    const { key, token, asked: question } = asking;
    const { statusCode, body } = await takeOver(post(asking, 'take', { token, claim: newSecret() }, jwt));

    expect(statusCode).toBe(200);
    const url = new URL(JSON.parse(body).url);
    expect(url.pathname).toBe(`/runtimes/${encodeURIComponent(RUNTIME_ARN)}/ws`);
    expect(url.searchParams.get('qualifier')).toBe('live');
    expect(url.href).toContain(Object(question.channel).runtimeSessionId);
    const state = await desk(eventOf('GET', questionPath(key), { authorizer: SIGNED }));
    expect(JSON.parse(state.body).holder.by).toEqual({ subject: 'ada@example.com' });
  });

  test('is not there for who has not signed in, and does nothing else', async () => {
    const asking = await asked({ kind: 'takeOver' });
    const { token } = asking;
    for (const event of [
      post(asking, 'take', { token, claim: newSecret() }),
      post(asking, 'take', { token, claim: newSecret() }, { jwt: { claims: {} } }),
      post(asking, 'take', { token, claim: newSecret() }, SIGNED),
      post(asking, 'answer', { token, answer: 'no' }, jwt),
      post(asking, 'read', { token }, jwt),
      post(asking, 'withdraw', { reason: 'So that it ends.' }, { ...jwt, ...SIGNED }),
    ])
      expect(await takeOver(event)).toMatchObject({ statusCode: 404 });
  });

  test('needs the token of the question as well', async () => {
    const asking = await asked({ kind: 'takeOver' });
    const body = { token: newSecret(), claim: newSecret() };
    expect(await takeOver(post(asking, 'take', body, jwt))).toMatchObject({ statusCode: 404 });
  });
});
