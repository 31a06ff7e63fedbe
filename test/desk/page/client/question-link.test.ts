import { expect, test } from '@jest/globals';
import { questionLink } from '../../../../lib/contract/question.ts';
import { readLink } from '../../../../lib/desk/page/client/question-link.ts';

const key = { definitionName: 'order-shoes', questionId: '0f8fad5b-d9cb-469f-a165-70867728950e' };
const token = `${'aB-_9'.repeat(8)}xyz`;
const { hash } = new URL(questionLink('https://desk.example', key, token));

test('what a link has behind # is read', () => {
  expect(readLink(hash)).toEqual({ ...key, token });
});

test.each([[`${hash}.`], [`${hash})`], [encodeURIComponent(hash.slice(1))]])(
  'programs for mail may have changed it: %s',
  (changed) => {
    expect(readLink(changed)).toEqual({ ...key, token });
  },
);

test.each([
  ['nothing', ''],
  ['a short token', hash.slice(0, -1)],
  ['a long token', `${hash}A`],
  ['another id', hash.replace(key.questionId, 'one')],
  ['a path within', hash.replace('order-shoes', '..%2F..')],
  ['broken escapes', '#%E0%A4%A'],
  ['more parts', `${hash}/more`],
])('%s is no link', (_name, fragment) => {
  expect(readLink(fragment)).toBeUndefined();
});
