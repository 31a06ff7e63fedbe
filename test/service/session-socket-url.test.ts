import { createHash, createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkPresigned } from '../../lib/local/agentcore/presigned-url.ts';
import { SOCKET_URL_SECONDS, sessionSocketUrl } from '../../lib/service/session-socket-url.ts';

const runtimeArn = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/shop-a1b2c3d4e5';
const given = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a+token/=' };
const runtimeSessionId = randomUUID();
const signingDate = new Date('2026-03-01T09:00:00Z');
const common = { runtimeArn, qualifier: 'live', runtimeSessionId, region: 'us-east-1', signingDate };

test('it leads to the session of the endpoint, and lasts 300 s', async () => {
  const url = new URL(await sessionSocketUrl({ ...common, given }));

  expect(url.origin).toBe('wss://bedrock-agentcore.us-east-1.amazonaws.com');
  expect(url.pathname).toBe(`/runtimes/${encodeURIComponent(runtimeArn)}/ws`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    qualifier: 'live',
    'X-Amzn-Bedrock-AgentCore-Runtime-Session-Id': runtimeSessionId,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIDEXAMPLE/20260301/us-east-1/bedrock-agentcore/aws4_request',
    'X-Amz-Date': '20260301T090000Z',
    'X-Amz-Expires': '300',
    'X-Amz-Security-Token': 'a+token/=',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(SOCKET_URL_SECONDS).toBe(300);
  expect(() => checkPresigned(url.searchParams, signingDate.getTime() + 300_000)).not.toThrow();
  expect(() => checkPresigned(url.searchParams, signingDate.getTime() + 301_000)).toThrow(/expired/);
});

test('its signature is that of the text that goes over the wire', async () => {
  const text = await sessionSocketUrl({ ...common, given, more: { 'x-more': 'of it' } });
  expect(text).toContain('?x-more=of%20it&');
  const [, host = '', path = '', query = ''] = /^wss:\/\/([^/]+)([^?]+)\?(.*)$/.exec(text) ?? [];
  const parts = query.split('&');
  const signature = parts.find((part) => part.startsWith('X-Amz-Signature='))?.split('=')[1];
  const signed = parts.filter((part) => !part.startsWith('X-Amz-Signature=')).sort();
  const canonical = [
    'GET',
    // Each part is escaped once more, as for all services but S3.
    path.split('/').map(encodeURIComponent).join('/'),
    signed.join('&'),
    `host:${host}`,
    '',
    'host',
    createHash('sha256').update('').digest('hex'),
  ].join('\n');
  const scope = '20260301/us-east-1/bedrock-agentcore/aws4_request';
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', '20260301T090000Z', scope, hash].join('\n');
  const hmac = (key: string | Buffer, data: string): Buffer =>
    createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${given.secretAccessKey}`);

  expect(signature).toBe(hmac(key, toSign).toString('hex'));
});

const { AWS_PROFILE } = process.env;
beforeEach(() => {
  // A chain that would fail.
  process.env.AWS_PROFILE = 'no-such-profile';
});
afterEach(() => {
  if (AWS_PROFILE === undefined) delete process.env.AWS_PROFILE;
  else process.env.AWS_PROFILE = AWS_PROFILE;
});

test('at local AWS it is signed by credentials of local AWS, whatever else is configured', async () => {
  const url = new URL(await sessionSocketUrl({ ...common, endpoint: 'http://127.0.0.1:8737' }));

  expect(url.origin).toBe('ws://127.0.0.1:8737');
  expect(url.searchParams.get('X-Amz-Credential')).toMatch(/\/us-east-1\/bedrock-agentcore\/aws4_request$/);
});
