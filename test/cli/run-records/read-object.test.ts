import { expect, test } from '@jest/globals';
import { readObject } from '../../../lib/cli/run-records/read-object.ts';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const read = (error: Error) =>
  readObject({ bucket: 'traces', prefix: 'shop' }, 'runs/1.json', {
    s3: async () => ({
      send: async () => {
        throw error;
      },
    }),
    call: { abortSignal: new AbortController().signal },
  });

test('an object that S3 says is not there is absent', async () => {
  expect(await read(named('NoSuchKey', 'The specified key does not exist.'))).toEqual({});
});

test.each([
  [
    'User x is not authorized to perform: s3:ListBucket on resource y',
    /a caller without s3:ListBucket on arn:aws:s3:::traces\./,
  ],
  [
    'User x is not authorized to perform: s3:GetObject on resource y',
    /needs s3:GetObject on arn:aws:s3:::traces\/shop\/\*/,
  ],
  ['Access Denied', /needs s3:GetObject .* what is not there is denied as well/],
])('one that is denied is never absent: %s', async (message, why) => {
  expect(await read(named('AccessDenied', message))).toEqual({ unknown: expect.stringMatching(why) });
});

test('what is no answer to the question is thrown', async () => {
  await expect(read(named('ExpiredToken', 'Gone.'))).rejects.toThrow('Gone.');
});
