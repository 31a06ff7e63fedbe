import { describe, expect, test } from '@jest/globals';
import { localIdentityOf, makeLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { readSignature } from '../../lib/local/guard.ts';

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
