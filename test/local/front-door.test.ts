import { describe, expect, test } from '@jest/globals';
import { routedUrl } from '../../lib/local/front-door.ts';

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('when a request comes', () => {
  test.each([
    ['s3', '/.aws/s3'],
    ['sts', '/.aws/sts'],
    ['logs', '/.aws/logs'],
    ['secretsmanager', '/.aws/secretsmanager'],
    ['cloudformation', '/.aws/other'],
  ])('signed for %s, it goes to %s', (service, path) => {
    expect(routedUrl({ url: '/a/b?c=d', headers: signedFor(service) })).toBe(`${path}/a/b?c=d`);
  });

  test.each(['nova-act', 'bedrock-agentcore'])('signed for %s, it stays where it is', (service) => {
    expect(routedUrl({ url: '/a/b?c=d', headers: signedFor(service) })).toBe('/a/b?c=d');
  });

  test('presigned, the query says for what', () => {
    const url = '/bucket/key?X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request';
    expect(routedUrl({ url, headers: {} })).toBe(`/.aws/s3${url}`);
  });

  test('with a path that nobody can read, its service is still the one to say so', () => {
    expect(routedUrl({ url: '/a/%ff?b', headers: signedFor('s3') })).toBe('/.aws/s3/');
  });

  test('presigned with version 2, it is for S3', () => {
    const url = '/bucket/key?AWSAccessKeyId=AKIDEXAMPLE&Signature=0&Expires=1';
    expect(routedUrl({ url, headers: {} })).toBe(`/.aws/s3${url}`);
  });

  test('without a signature, it is for pages', () => {
    expect(routedUrl({ url: '/viewer/', headers: {} })).toBe('/viewer/');
  });
});
