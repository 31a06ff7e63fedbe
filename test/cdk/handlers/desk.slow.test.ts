import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { json, text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { bundleHandlerSync } from '../../../lib/bundle/bundle-handler.ts';
import { questionPath } from '../../../lib/contract/question.ts';
import { newAsking } from '../../desk/support/asking.ts';
import { startQuestionTable } from './support/question-table.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'desk-function-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The function as Lambda has it: a bundle, the script of the page beside it, and nothing else. It gets events one by one. */
async function callDesk(events: readonly object[], environment: Readonly<Record<string, string>>) {
  const file = path.join(folder, 'index.mjs');
  writeFileSync(
    file,
    bundleHandlerSync(path.resolve(import.meta.dirname, '../../../lib/cdk/handlers/desk.ts')),
  );
  writeFileSync(path.join(folder, 'page.js'), '"the script of the page";');
  const program = `
    const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
    const results = [];
    for (const event of ${JSON.stringify(events)}) results.push(await handler(event));
    process.stdout.write(JSON.stringify(results));
  `;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', program], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // As that of the function, or else one that hangs would outlive its test.
    timeout: 15_000,
    env: {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...environment,
    },
  });
  const [results, log] = await Promise.all([json(child.stdout), text(child.stderr)]);
  return {
    results: results as readonly { statusCode: number; headers: Record<string, string>; body: string }[],
    log,
  };
}

const get = (rawPath: string) => ({
  rawPath,
  requestContext: { stage: '$default', http: { method: 'GET' } },
});

test('the function serves its page and keeps questions', async () => {
  await using table = await startQuestionTable();
  const { key, asked } = newAsking();
  const signed = { authorizer: { iam: {} } };
  const question = (method: string) => ({
    rawPath: questionPath(key),
    body: JSON.stringify(asked),
    requestContext: { stage: '$default', http: { method }, ...signed },
  });
  const { results, log } = await callDesk([get('/'), get('/nowhere'), question('PUT'), question('GET')], {
    TABLE_NAME: 'questions',
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
  });
  const [page, nowhere, put, state] = results;

  expect(page).toMatchObject({ statusCode: 200, headers: { 'x-frame-options': 'DENY' } });
  expect(page?.body).toContain('"the script of the page";');
  expect(page?.headers['content-security-policy']).toMatch(/connect-src 'self';/);
  expect(nowhere).toMatchObject({ statusCode: 404 });
  for (const each of [put, state]) expect(JSON.parse(each?.body ?? '')).toMatchObject({ status: 'open' });
  expect(log).toBe('');
});

test.each([
  ['no address', { issuer: 'sign-in.example', clientId: 'page' }],
  ['nothing, as of an empty parameter', { issuer: '', clientId: '' }],
])('a sign-in whose issuer is %s costs take-overs only, and is told once', async (_what, signIn) => {
  await using table = await startQuestionTable();
  const { key, token, asked } = newAsking({ kind: 'takeOver' });
  const sent = (method: string, path: string, body: unknown, authorizer = {}) => ({
    rawPath: path,
    body: JSON.stringify(body),
    requestContext: { stage: '$default', http: { method }, authorizer },
  });
  const { results, log } = await callDesk(
    [
      get('/'),
      get('/'),
      sent('PUT', questionPath(key), asked, { iam: {} }),
      sent('POST', questionPath(key, 'read'), { token }),
      sent('POST', questionPath(key, 'answer'), { token, answer: 'no' }),
    ],
    {
      TABLE_NAME: 'questions',
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      SIGN_IN: JSON.stringify(signIn),
    },
  );
  const [page, , , read] = results;

  expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
  expect(page?.body).not.toContain('clientId');
  expect(JSON.parse(read?.body ?? '').asked.unreachable).toMatch(/^Nobody can sign in at this desk/);
  expect(log.match(/Nobody can sign in/g)).toHaveLength(1);
});

test.each([
  ['before its answer begins', '', 3],
  ['in the middle of its answer', '{"Item"', 1],
])(
  'a table that hangs %s is not waited for longer than workflows and people wait',
  async (_when, begun, attempts) => {
    await using table = await startHangingTable(begun);
    const { key, token } = newAsking();
    const read = { rawPath: questionPath(key, 'read'), body: JSON.stringify({ token }) };
    const event = { ...read, requestContext: { stage: '$default', http: { method: 'POST' } } };
    const startedAt = Date.now();
    const { results, log } = await callDesk([event], {
      TABLE_NAME: 'questions',
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
    });

    expect(results).toMatchObject([{ statusCode: 503 }]);
    expect(JSON.parse(results[0]?.body ?? '')).toMatchObject({ error: { code: 'Unavailable' } });
    expect(Date.now() - startedAt).toBeLessThan(9_000);
    expect(table.requests()).toBe(attempts);
    expect(log).toMatch(/: \w+Error: /);
  },
);

/** DynamoDB as it is when it hangs. @param begun - what comes of each answer */
async function startHangingTable(begun: string) {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    if (begun === '') return;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '1000' });
    response.write(begun);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

test('the page may connect to sessions of its region and to the sign-in, and comes also when that does not answer', async () => {
  // Nobody is there.
  const signIn = { issuer: 'http://127.0.0.1:9', clientId: 'page' };
  const { results, log } = await callDesk([get('/')], {
    TABLE_NAME: 'questions',
    SIGN_IN: JSON.stringify(signIn),
  });
  const [page] = results;

  expect(page).toMatchObject({ statusCode: 200 });
  expect(page?.body).toContain('"clientId":"page"');
  expect(page?.headers['content-security-policy']).toContain(
    `connect-src 'self' ${signIn.issuer} wss://bedrock-agentcore.eu-west-1.amazonaws.com;`,
  );
  expect(log).toContain('The configuration of the sign-in cannot be read at http://127.0.0.1:9/.well-known');
});
