import { expect, test } from '@jest/globals';
import { replyOf } from '../../../../lib/desk/page/client/page-desk.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const error = (code: string) => ({ error: { code, message: 'Words.' } });

test.each([
  [200, 'yes', { kind: 'said', value: 'yes' }],
  [409, error('Answered'), { kind: 'refused', code: 'Answered', message: 'Words.' }],
  [413, 'of a gateway', { kind: 'refused', code: 'TooLarge' }],
  [401, { message: 'Unauthorized' }, { kind: 'refused', code: 'SignIn' }],
  [429, undefined, { kind: 'refused', code: 'Busy' }],
])('HTTP %i is an answer of the desk', (status, body, expected) => {
  expect(replyOf(status, body, isText)).toMatchObject(expected);
});

test.each([
  ['a page of something else', 200, undefined],
  ['a gateway that lost it', 502, 'Bad gateway'],
  ['a code that is not known', 409, error('Purple')],
  ['another server that has nothing there', 404, '<html>'],
])('%s says nothing of what was done', (_name, status, body) => {
  expect(replyOf(status, body, isText)).toMatchObject({ kind: 'silent' });
});
