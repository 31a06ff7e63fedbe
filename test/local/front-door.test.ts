import { describe, expect, test } from '@jest/globals';
import { routedUrl } from '../../lib/local/front-door.ts';

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('when a request comes', () => {
  test.each([
    ['s3', '/.aws/s3'],
    ['sts', '/.aws/sts'],
    ['sns', '/.aws/sns'],
    ['logs', '/.aws/logs'],
    ['secretsmanager', '/.aws/secretsmanager'],
    ['cloudformation', '/.aws/other'],
  ])('signed for %s, it goes to %s', (service, path) => {
    expect(routedUrl({ url: '/a/b?c=d', headers: signedFor(service) })).toBe(`${path}/a/b?c=d`);
  });

  test.each(['nova-act', 'bedrock-agentcore'])('signed for %s, it stays where it is', (service) => {
    expect(routedUrl({ url: '/a/b?c=d', headers: signedFor(service) })).toBe('/a/b?c=d');
  });

  test('signed for API Gateway, it is for the desk when it is below its path, and for nobody here otherwise', () => {
    const headers = signedFor('execute-api');
    expect(routedUrl({ url: '/human/workflows/a', headers })).toBe('/human/workflows/a');
    expect(routedUrl({ url: '/humans', headers })).toBe('/.aws/other/humans');
    expect(routedUrl({ url: '/orders', headers })).toBe('/.aws/other/orders');
  });

  test('presigned, the query says for what', () => {
    const url = '/bucket/key?X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request';
    expect(routedUrl({ url, headers: {} })).toBe(`/.aws/s3${url}`);
  });

  test('presigned with version 2, which only S3 has, it is for S3', () => {
    const url = '/bucket/key?AWSAccessKeyId=AKIDEXAMPLE&Signature=a&Expires=1';
    expect(routedUrl({ url, headers: {} })).toBe(`/.aws/s3${url}`);
  });

  test('with a path that nobody can read, its service is still the one to say so', () => {
    expect(routedUrl({ url: '/a%2f/%ff?%b', headers: signedFor('s3') })).toBe('/.aws/s3/a%2f/%25ff?%b');
    expect(routedUrl({ url: '/a/%zz/b', headers: signedFor('nova-act') })).toBe('/a/%25zz/b');
    expect(routedUrl({ url: '/viewer/%zz', headers: {} })).toBe('/viewer/%25zz');
  });

  test.each([
    ['http://127.0.0.1:8737/a/b?c=d', '127.0.0.1:8737', '/a/b?c=d'],
    ['HTTP://elsewhere.example?c=d', 'elsewhere.example', '/?c=d'],
  ])('for %s, the host is %s', (target, host, url) => {
    const request = { url: target, headers: { host: 'localhost', ...signedFor('nova-act') } };
    expect(routedUrl(request)).toBe(url);
    expect(request).toMatchObject({ originalUrl: url, headers: { host } });
  });

  test('without a signature, it is for pages', () => {
    expect(routedUrl({ url: '/viewer/', headers: {} })).toBe('/viewer/');
    expect(routedUrl({ url: '/?from=mail', headers: { 'user-agent': 'Mozilla/5.0' } })).toBe('/?from=mail');
  });

  test.each([
    ['/', { 'user-agent': 'Boto3/1.43' }],
    ['/?Action=GetCallerIdentity&Version=2011-06-15', {}],
  ])('of a client of AWS without a signature, the start page does not take %s', (url, headers) => {
    expect(routedUrl({ url, headers })).toBe(`/.aws/other${url}`);
  });
});
