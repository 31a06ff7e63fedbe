import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { localIdentityOf, makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { Access } from '../../../lib/local/access/access.ts';
import { routedUrl, SERVICE_PATH } from '../../../lib/local/front-door.ts';
import { RuntimeSessions } from '../../../lib/local/runtime-sessions.ts';
import { stsPlugin } from '../../../lib/local/sts/sts-plugin.ts';

const runtimeSessions = new RuntimeSessions();
const role = {
  name: 'Open',
  arn: 'arn:aws:iam::000000000000:role/Open',
  statements: [
    {
      ...{ effect: 'Allow' as const, actions: ['sts:AssumeRole'], areActionsExcluded: false },
      ...{ resources: ['*'], areResourcesExcluded: false, conditions: {} },
    },
  ],
  assumedBy: ['arn:aws:iam::000000000000:root'],
};
const developers = {
  ...role,
  name: 'Dev',
  arn: 'arn:aws:iam::000000000000:role/Dev',
  assumedBy: ['arn:aws:iam::000000000000:role/Developer'],
};
const foreign = {
  ...role,
  name: 'Foreign',
  arn: 'arn:aws:iam::000000000000:role/Foreign',
  assumedBy: ['arn:aws:iam::123456789012:role/Developer'],
};
const closed = { ...role, name: 'Closed', arn: 'arn:aws:iam::000000000000:role/Closed', assumedBy: [] };
const runtimes = [role, closed, developers, foreign].map((each) => {
  const settings = {
    bundleDir: '/',
    bundleHash: '',
    definitionName: 'd',
    environment: {},
    version: '1',
    role: each,
  };
  const version = { ...settings, idleTimeoutSeconds: 900, maxLifetimeSeconds: 28_800 };
  return { name: each.name, id: each.name, arn: `arn:${each.name}`, versions: [version], endpoints: {} };
});
const access = new Access({ runtimeSessions });
let app: FastifyInstance;
let endpoint: string;

beforeAll(async () => {
  app = fastify({ rewriteUrl: routedUrl, forceCloseConnections: true });
  await app.register(stsPlugin, {
    prefix: SERVICE_PATH.sts,
    access,
    runtimeSessions,
    runtimes: () => runtimes,
  });
  endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
});

const whoIs = (credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }) =>
  new STSClient({ endpoint, region: 'us-east-1', credentials }).send(new GetCallerIdentityCommand({}));

function beginSession(id: string, name?: string): ReturnType<typeof makeLocalCredentials> {
  const credentials = makeLocalCredentials();
  const identity = localIdentityOf(credentials.accessKeyId) ?? '';
  const role = name && { name, arn: `arn:aws:iam::000000000000:role/${name}`, statements: [] };
  runtimeSessions.begin({ identity, id, invocationId: () => undefined, ...(role && { role }) });
  return credentials;
}

test('whoever asks is a user of the account of local AWS', async () => {
  expect(await whoIs({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'any' })).toMatchObject({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:user/local',
    UserId: 'AKIDEXAMPLE',
  });
});

test('a runtime session with a role is that role', async () => {
  const id = '6fa0a8a2-3b0c-4b6e-9d0d-7f0f7c0f5b11/with & more than 64 characters in its name';
  const identity = await whoIs(beginSession(id, 'ReaderRole'));

  const name = '6fa0a8a2-3b0c-4b6e-9d0d-7f0f7c0f5b11-with---more-than-64-charact';
  expect(identity.Arn).toBe(`arn:aws:sts::000000000000:assumed-role/ReaderRole/${name}`);
  expect(identity.UserId).toMatch(new RegExp(`^AROA[A-Z2-7]{16}:${name}$`));
});

test('one without a role is the user, and one that has ended nobody', async () => {
  const credentials = beginSession('session');
  expect((await whoIs(credentials)).Arn).toBe('arn:aws:iam::000000000000:user/local');

  runtimeSessions.end(localIdentityOf(credentials.accessKeyId) ?? '');
  await expect(whoIs(credentials)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a presigned address answers as well', async () => {
  const query = new URLSearchParams({
    Action: 'GetCallerIdentity',
    Version: '2011-06-15',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIDEXAMPLE/20260101/us-east-1/sts/aws4_request',
    'X-Amz-Signature': '0',
  });
  const answer = await fetch(`${endpoint}/?${query}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml']);
  expect(await answer.text()).toContain('<Account>000000000000</Account>');
});

test('a role is given to whom its trust policy lets in, and its credentials are those of the role', async () => {
  const client = new STSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'any' },
  });
  const assume = (RoleArn: string) => client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  const { Credentials: given, AssumedRoleUser: user } = await assume(role.arn);

  expect(user?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/Open/me');
  expect(given?.Expiration?.getTime()).toBeGreaterThan(Date.now());
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = given ?? {};
  expect((await whoIs({ accessKeyId, secretAccessKey })).Arn).toBe(user?.Arn);
  const refused = {
    name: 'AccessDenied',
    message: expect.stringContaining(`not authorized to perform: sts:AssumeRole on resource: ${closed.arn}`),
  };
  expect((await assume(developers.arn)).AssumedRoleUser?.Arn).toMatch(/assumed-role\/Dev\/me$/);
  await expect(assume(foreign.arn)).rejects.toThrow(
    /lets in arn:aws:iam::123456789012:role\/Developer, none of whom/,
  );
  await expect(assume(closed.arn)).rejects.toMatchObject(refused);
  await expect(assume('arn:aws:iam::000000000000:role/Other')).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  const ofRole = new STSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  });
  await expect(
    ofRole.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'me', DurationSeconds: 7200 })),
  ).rejects.toThrow(/DurationSeconds exceeds the 1 hour session limit/);
  await expect(assume('Open')).rejects.toMatchObject({ name: 'ValidationError' });
});
