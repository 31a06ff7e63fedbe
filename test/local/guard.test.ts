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
