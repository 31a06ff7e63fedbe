import { describe, expect, test } from '@jest/globals';
import { askedOf } from '../../../lib/local/unserved/asked-of.ts';

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

describe('what a signed request asks for, and in which protocol', () => {
  test.each([
    ['lambda', 'GET', '/2015-03-31/functions?MaxItems=1', {}, 'rest-json', 'GET /2015-03-31/functions'],
    ['dynamodb', 'POST', '/', { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, 'json', 'ListTables'],
    ['sqs', 'POST', '/', { 'content-type': 'application/x-amz-json-1.0' }, 'json', 'POST /'],
    ['route53', 'GET', '/2013-04-01/hostedzone', {}, 'rest-xml', 'GET /2013-04-01/hostedzone'],
    ['s3', 'GET', '/bucket/key?x-id=GetObject', {}, 's3', 'GetObject'],
    ['s3', 'POST', '/bucket/key?Action=x&Version=y', form, 's3', 'x'],
    [
      'monitoring',
      'POST',
      '/service/GraniteServiceVersion20100801/operation/ListMetrics',
      { 'smithy-protocol': 'rpc-v2-cbor' },
      'cbor',
      'ListMetrics',
    ],
    ['iam', 'GET', '/?Action=ListUsers&Version=2010-05-08', {}, 'query', 'ListUsers'],
    // A form that has not been read yet, and one of a service of REST.
    ['iam', 'POST', '/', form, 'query', 'POST /'],
    ['cloudsearch', 'POST', '/2013-01-01/search', form, 'rest-json', 'POST /2013-01-01/search'],
    ['IoTSecuredTunneling', 'POST', '/', { 'x-amz-target': 'A.ListTunnels' }, 'json', 'ListTunnels'],
  ])('for %s: %s %s', (service, method, url, headers, protocol, operation) => {
    expect(askedOf({ method, url, headers: { ...signedFor(service), ...headers } })).toEqual({
      isSigned: true,
      service,
      protocol,
      operation,
    });
  });

  test.each([
    ['cloudformation', 'query'],
    ['ec2', 'ec2'],
  ])('in the form of %s', (service, protocol) => {
    const headers = { ...signedFor(service), ...form };
    const asked = askedOf({
      method: 'POST',
      url: '/',
      headers,
      form: 'Action=DescribeThings&Version=2016-11-15',
    });
    expect(asked).toMatchObject({ protocol, operation: 'DescribeThings' });
  });
});

describe('what an unsigned request asks for', () => {
  const boto3 = { 'user-agent': 'Boto3/1.43.106 md/Botocore#1.43.106' };

  test.each([
    ['GET', '/bucket', boto3, undefined, 's3'],
    ['GET', '/assignment/accounts', { ...boto3, 'x-amz-sso_bearer_token': 'x' }, undefined, 'rest-json'],
    ['GET', '/foundation-models', { ...boto3, authorization: 'Bearer abc' }, undefined, 'rest-json'],
    ['POST', '/client/register', { ...boto3, 'content-type': 'application/json' }, undefined, 'rest-json'],
    ['POST', '/', form, 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15', 'query'],
  ])('%s %s', (method, url, headers, read, protocol) => {
    expect(askedOf({ method, url, headers, form: read })).toMatchObject({ isSigned: false, protocol });
  });

  test.each([
    ['GET', '/favicon.ico', { 'user-agent': 'Mozilla/5.0', accept: 'text/html' }, undefined],
    ['POST', '/search', form, 'q=shoes'],
  ])('is nothing of AWS when it is %s %s of a browser', (method, url, headers, read) => {
    expect(askedOf({ method, url, headers, form: read })).toBeUndefined();
  });
});
