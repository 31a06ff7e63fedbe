import { describe, expect, test } from '@jest/globals';
import { byteRange, partRange } from '../../../lib/local/s3/byte-range.ts';
import { isUnchanged, refuseAgainstConditions } from '../../../lib/local/s3/conditions.ts';
import { refuseExpired } from '../../../lib/local/s3/presigned.ts';
import { s3AddressOf } from '../../../lib/local/s3/s3-address.ts';

/** The code of the error that is thrown, or what is returned. */
function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return Object(error).code;
  }
}

describe('the bytes that are asked for', () => {
  test.each([
    [undefined, undefined],
    ['bytes=0-3', { first: 0, last: 3 }],
    ['bytes=4-', { first: 4, last: 9 }],
    ['bytes=4-99', { first: 4, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-99', { first: 0, last: 9 }],
    ['bytes=10-', 'InvalidRange'],
    ['bytes=-0', 'InvalidRange'],
    ['bytes=3-2', undefined],
    ['bytes=0-1,3-4', undefined],
    ['lines=1-2', undefined],
  ])('%s of ten', (header, expected) => {
    expect(outcome(() => byteRange(header, 10))).toEqual(expected);
  });

  test('may be those of a part', () => {
    expect(partRange(2, [4, 3, 2])).toEqual({ first: 4, last: 6 });
    expect(outcome(() => partRange(4, [4, 3, 2]))).toBe('InvalidPartNumber');
  });
});

describe('a condition', () => {
  const modifiedMs = Date.parse('2026-05-05T12:00:00.500Z');
  const [before, same] = ['Tue, 05 May 2026 11:59:59 GMT', 'Tue, 05 May 2026 12:00:00 GMT'];

  test.each([
    [{}, false],
    [{ 'if-none-match': '"ab"' }, true],
    [{ 'if-none-match': '"x", W/"ab"' }, true],
    [{ 'if-none-match': '*' }, true],
    [{ 'if-none-match': '"x"' }, false],
    [{ 'if-modified-since': same }, true],
    [{ 'if-modified-since': before }, false],
    [{ 'if-modified-since': same, 'if-none-match': '"x"' }, false],
    [{ 'if-match': '"ab"' }, false],
    [{ 'if-match': '"x"' }, 'PreconditionFailed'],
    [{ 'if-unmodified-since': before }, 'PreconditionFailed'],
    [{ 'if-unmodified-since': before, 'if-match': 'ab' }, false],
  ])('%j decides whether an object is sent', (headers, expected) => {
    expect(outcome(() => isUnchanged(headers, { etag: 'ab', modifiedMs }))).toBe(expected);
  });

  test.each([
    [{ 'if-none-match': '*' }, 'PreconditionFailed', undefined],
    [{ 'if-match': '"ab"' }, undefined, 'NoSuchKey'],
    [{ 'if-match': '"x"' }, 'PreconditionFailed', 'NoSuchKey'],
  ])('%j decides whether an object is replaced', (headers, there, absent) => {
    expect(outcome(() => refuseAgainstConditions(headers, { etag: 'ab', modifiedMs }))).toBe(there);
    expect(outcome(() => refuseAgainstConditions(headers, undefined))).toBe(absent);
  });
});

describe('a presigned address', () => {
  const nowMs = Date.parse('2026-05-05T12:00:00Z');
  const four = 'X-Amz-Credential=c&X-Amz-Date=20260505T115900Z&X-Amz-Expires=';

  test.each([
    [`${four}61`, undefined],
    [`${four}60`, 'AccessDenied'],
    [`${four}604801`, 'AuthorizationQueryParametersError'],
    [`${four}soon`, 'AuthorizationQueryParametersError'],
    ['X-Amz-Credential=c&X-Amz-Date=today&X-Amz-Expires=60', 'AuthorizationQueryParametersError'],
    [`AWSAccessKeyId=a&Signature=b&Expires=${nowMs / 1000 + 1}`, undefined],
    [`AWSAccessKeyId=a&Signature=b&Expires=${nowMs / 1000}`, 'AccessDenied'],
    ['AWSAccessKeyId=a&Signature=b', 'AccessDenied'],
  ])('%s', (query, expected) => {
    expect(outcome(() => refuseExpired(new URLSearchParams(query), nowMs))).toBe(expected);
  });
});

describe('what a request is about', () => {
  test.each([
    ['/', '127.0.0.1:1', '', ''],
    ['/bucket', 'localhost:1', 'bucket', ''],
    ['/bucket/', 'localhost:1', 'bucket', ''],
    ['/bucket/a%20b//c%2Fd/?x=/y', '127.0.0.1:1', 'bucket', 'a b//c/d/'],
    ['/a/b', 'bucket.localhost:1', 'bucket', 'a/b'],
    ['/a', 'my.bucket.s3.localhost', 'my.bucket', 'a'],
    ['/bucket/a', 's3.localhost', 'bucket', 'a'],
  ])('%s at %s', (url, host, bucket, key) => {
    expect(s3AddressOf({ url, host })).toMatchObject({ bucket, key });
  });

  test('is not read from what is no UTF-8', () => {
    expect(outcome(() => s3AddressOf({ url: '/bucket/%ff' }))).toBe('InvalidURI');
  });
});
