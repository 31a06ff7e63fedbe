import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deploymentOf } from '../../../lib/local/agentcore/index.ts';
import { type Plane, probe, removeProject, startPlane } from './harness.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { connect, presigned, refusal, signed } from './web-socket-client.ts';

const SESSION = 'x-amzn-bedrock-agentcore-runtime-session-id';
const OTHER_WAY =
  /^Authorization method mismatch\. The agent is configured for a different authorization method than/;

let provider: IdentityProvider;
let plane: Plane;
beforeAll(async () => {
  provider = await startIdentityProvider();
  const authorizer = { discoveryUrl: provider.discoveryUrl, allowedClients: ['shop', 'till'] };
  plane = await startPlane({ settings: { authorizer, requestHeaders: ['Authorization', 'X-Customer-Id'] } });
});
afterAll(async () => {
  await plane.close();
  await provider[Symbol.asyncDispose]();
  removeProject();
});

/** Calls the runtime as the guide has it, without a client of AWS. */
async function call(
  authorization: string | undefined,
  {
    payload = { do: 'echo', value: 'let in' } as unknown,
    operation = 'invocations',
    headers = {} as Readonly<Record<string, string>>,
    arn = plane.arn,
  } = {},
) {
  const response = await fetch(
    `${plane.endpoint}/runtimes/${encodeURIComponent(arn)}/${operation}?qualifier=DEFAULT`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
        ...headers,
      },
      body: JSON.stringify(payload),
    },
  );
  return {
    status: response.status,
    name: response.headers.get('x-amzn-errortype'),
    asks: response.headers.get('www-authenticate'),
    body: await response.json(),
  };
}

const good = (claims = {}): string => `Bearer ${provider.token({ client_id: 'shop', ...claims })}`;

describe('when a runtime has an authorizer', () => {
  test('a good token lets its caller in', async () => {
    expect(await call(good())).toMatchObject({ status: 200, body: 'let in' });
  });

  test('another one does not: the answer says what it lacks, in the form of the service', async () => {
    expect(await call(`Bearer ${provider.token()}`)).toEqual({
      status: 401,
      name: 'UnauthorizedException',
      asks: expect.stringMatching(
        /^Bearer error="invalid_token", error_description="Claim 'client_id' value /,
      ),
      body: {
        message: expect.stringMatching(/^OAuth authorization failed: Claim 'client_id' value mismatch/),
      },
    });
  });

  test('signed calls are refused in the words of the service', async () => {
    await expect(plane.call({ do: 'echo' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(OTHER_WAY),
    });
    await expect(plane.stop(randomUUID())).rejects.toThrow(OTHER_WAY);
    expect(await refusal(plane, { headers: {}, query: presigned() })).toMatchObject({ status: 403 });
  });

  test('calls that show nothing, and pages that show a token, are refused as ever', async () => {
    expect(await call(undefined)).toMatchObject({ status: 403, name: 'MissingAuthenticationTokenException' });
    expect(await call(good(), { headers: { origin: 'https://example.com' } })).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('no AWS requests from web pages') },
    });
  });

  test('the workflow gets the token and the headers that the runtime lists', async () => {
    const authorization = good();
    const session = randomUUID();
    const headers = { [SESSION]: session, 'x-customer-id': '7', 'x-other': 'no' };
    const { body } = await call(authorization, { payload: { do: 'who' }, headers });
    expect(Object(body).headers).toMatchObject({ authorization, 'x-customer-id': '7' });
    expect(Object.keys(Object(body).headers)).not.toContain('x-other');
  });

  test('no file of local AWS has the token, of calls that were refused neither', async () => {
    const tokens = [{ client_id: 'shop' }, {}].map((claims) => provider.token(claims));
    for (const token of tokens) await call(`Bearer ${token}`);
    const parts = tokens.flatMap((token) => token.split('.').slice(1));
    const hasToken = (file: string): boolean =>
      parts.some((part) => readFileSync(file, 'utf8').includes(part));
    expect(filesBelow(plane.stateDir).length).toBeGreaterThan(1);
    expect(filesBelow(plane.stateDir).filter(hasToken)).toEqual([]);
  });

  test('a session is stopped with a token, and not without a good one', async () => {
    const session = randomUUID();
    const headers = { [SESSION]: session };
    await call(good(), { headers });
    const stop = (authorization: string) =>
      call(authorization, { operation: 'stopruntimesession', payload: {}, headers });
    expect(await stop(`Bearer ${provider.token()}`)).toMatchObject({ status: 401 });
    expect(await stop(good())).toMatchObject({ status: 200 });
  });

  test('a WebSocket is opened with a token, and not without a good one', async () => {
    const socket = await connect(plane, { headers: { authorization: good() } });
    socket.send({ do: 'echo', value: 1 });
    expect(await socket.next()).toEqual({ type: 'result', result: 1 });
    socket.close();
    expect(await refusal(plane, { headers: signed() })).toMatchObject({ status: 403 });
    const headers = { authorization: `Bearer ${provider.token()}` };
    expect(await refusal(plane, { headers })).toMatchObject({ status: 401, name: 'UnauthorizedException' });
  });
});

test('when a runtime has no authorizer, tokens are refused in the words of the service', async () => {
  const { arn } = plane.registry.deploy(deploymentOf({ ...probe, name: 'plain' }, plane.bundleDir));
  expect(await call(good(), { arn })).toMatchObject({
    status: 403,
    name: 'AccessDeniedException',
    body: { message: expect.stringMatching(OTHER_WAY) },
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}
