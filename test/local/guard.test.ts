import { describe, expect, test } from '@jest/globals';
import { localIdentityOf, makeLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { readSignature, refuseForeign } from '../../lib/local/guard.ts';

const read = (accessKeyId: string) =>
  readSignature({
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/eu-west-1/nova-act/aws4_request, SignedHeaders=host, Signature=0`,
    },
    service: 'nova-act',
  });

test.each([
  ['in the header', { authorization: 'AWS AKIDEXAMPLE:c2lnbmF0dXJl' }, '/bucket/key'],
  ['in the address', {}, '/bucket/key?AWSAccessKeyId=AKIDEXAMPLE&Signature=c2ln&Expires=1'],
])('a signature of version 2 %s counts for S3', (_where, headers, url) => {
  const signature = { region: 'us-east-1', accessKeyId: 'AKIDEXAMPLE', localIdentity: undefined };
  expect(readSignature({ headers, url, service: 's3' })).toEqual(signature);
  expect(readSignature({ headers, url, service: 'sts' })).toHaveProperty('refusal');
});

describe('a request that a browser makes', () => {
  const host = '127.0.0.1:8737';
  const own = `http://${host}`;

  test.each([
    ['a page of another origin', { origin: 'https://elsewhere.example' }],
    ['a page of the server itself', { origin: own }],
    ['a page without an origin', { origin: 'null' }],
    ['a link of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['a link of another server on this machine', { 'sec-fetch-site': 'same-site' }],
    ['a link of the server itself', { 'sec-fetch-site': 'same-origin' }],
    ['a WebSocket of another origin', { upgrade: 'websocket', origin: 'http://127.0.0.1:1' }],
    [
      'a WebSocket of another site, whatever its origin',
      { upgrade: 'websocket', origin: own, 'sec-fetch-site': 'same-site' },
    ],
  ])('for %s is refused', (_from, headers) => {
    expect(refuseForeign({ host, ...headers })).toMatchObject({ status: 403, name: 'AccessDeniedException' });
  });

  test.each([
    ['whoever pasted its address', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['a program that calls itself the page of a WebSocket', { upgrade: 'websocket', origin: own }],
    [
      'a WebSocket of a page of its own in Firefox',
      { upgrade: 'websocket', origin: own, 'sec-fetch-site': 'same-origin' },
    ],
    ['fetch of Node', { 'sec-fetch-mode': 'cors' }],
  ])('for %s is not', (_for, headers) => {
    expect(refuseForeign({ host, ...headers })).toBeUndefined();
  });
});

describe('when a request is signed', () => {
  test('with credentials that local AWS handed out, it is known whose they are', () => {
    const { accessKeyId } = makeLocalCredentials();

    expect(read(accessKeyId)).toEqual({
      region: 'eu-west-1',
      accessKeyId,
      localIdentity: localIdentityOf(accessKeyId),
    });
  });

  test.each(['local', 'test', 'AKIDEXAMPLE'])(
    'with others, such as %s, it is taken as well',
    (accessKeyId) => {
      expect(read(accessKeyId)).toEqual({ region: 'eu-west-1', accessKeyId, localIdentity: undefined });
    },
  );
});
