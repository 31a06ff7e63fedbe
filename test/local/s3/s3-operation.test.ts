import * as sdk from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { S3_OPERATIONS, s3OperationOf } from '../../../lib/local/s3/s3-operation.ts';

interface Modelled {
  readonly name: string;
  readonly method: string;
  /** Such as `/{Key+}?acl`. */
  readonly path: string;
  /** Parameters that requests cannot be without. */
  readonly required: readonly string[];
}

/** The operations of S3, as its model in the SDK has them. */
const modelled: readonly Modelled[] = Object.values<unknown>({ ...sdk }).flatMap((schema) => {
  // An operation is [9, namespace, name, traits, input, output].
  if (!Array.isArray(schema) || schema[0] !== 9) return [];
  const [, , name, traits, input] = schema;
  const [method, path] = traits.http;
  return [{ name, method, path, required: requiredQuery(input()) }];
});

/** A structure is [3, namespace, name, traits, names of members, members, how many of them are required]. */
function requiredQuery(input: unknown): readonly string[] {
  const [, , , , , members, count] = Array.isArray(input) ? input : [];
  if (!Array.isArray(members) || typeof count !== 'number') return [];
  return members.slice(0, count).flatMap((member) => member?.[1]?.httpQuery ?? []);
}

/** The same in requests, and so told apart by what is in them. */
const TOLD_BY_HEADERS: Readonly<Record<string, string>> = {
  CopyObject: 'PutObject',
  UploadPartCopy: 'UploadPart',
};

/** In other hosts, or not in buckets of this kind. */
const ELSEWHERE = ['ListDirectoryBuckets', 'WriteGetObjectResponse'];

function operationAt({ method, path, required }: Modelled, isCopy = false): string | undefined {
  const url = new URL(`http://s3${path}`);
  for (const name of required) url.searchParams.set(name, '1');
  const isAboutObject = path.startsWith('/{Key+}');
  const isAboutAll = path === '/?x-id=ListBuckets';
  return s3OperationOf({
    method,
    bucket: isAboutAll ? '' : 'bucket',
    key: isAboutObject ? 'key' : '',
    query: url.searchParams,
    isCopy,
  });
}

describe('a request to S3', () => {
  test('of the model is known by what it is, or not served: never taken for another', () => {
    expect(modelled.length).toBeGreaterThan(100);
    const wrong = modelled
      .filter(({ name }) => !ELSEWHERE.includes(name))
      .flatMap((operation) => {
        const { name } = operation;
        const found = operationAt(operation);
        const served: string | undefined = S3_OPERATIONS.find(
          (known) => known === (TOLD_BY_HEADERS[name] ?? name),
        );
        return found === served
          ? []
          : [`${name} (${operation.method} ${operation.path}) is taken for ${found}`];
      });
    expect(wrong).toEqual([]);
  });

  test('that names a source is a copy', () => {
    const copies = modelled.filter(({ name }) => Object.hasOwn(TOLD_BY_HEADERS, name));
    expect(copies.map((operation) => operationAt(operation, true))).toEqual(copies.map(({ name }) => name));
  });
});
