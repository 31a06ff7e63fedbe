import { expect, test } from '@jest/globals';
import { newsLines } from '../../../../lib/cli/local/watch/news-lines.ts';
import type { LocalWatchNews } from '../../../../lib/local/watch/local-watch.ts';

const workflow = (name: string) => ({ name, version: '3', entryFile: '', files: [] });
const error = {
  ...{ file: '/shop/workflows/buy.ts', line: 3, column: 7, code: 'TS2322' },
  message: 'Not assignable.\n  Because.',
};

test.each<[LocalWatchNews, string]>([
  [
    { kind: 'live', name: 'buy', version: '3', tookMs: 412, isCheckingTypes: true },
    'buy is live as version 3 (412 ms); checking types …',
  ],
  [
    { kind: 'same', name: 'buy', version: '3', tookMs: 412, isCheckingTypes: false },
    'buy has the same code: version 3 stays live (412 ms)',
  ],
  [{ kind: 'checking', name: 'buy', version: '3' }, 'buy version 3 stays live; checking types …'],
  [
    { kind: 'broken', name: 'buy', version: '3', problem: 'a.ts:1: wrong' },
    'a.ts:1: wrong\nbuy version 3 stays live.',
  ],
  [{ kind: 'unchecked', reason: 'there is no compiler' }, 'Types are not checked: there is no compiler.'],
  [
    { kind: 'types', news: { kind: 'wrong', workflows: [workflow('buy')], errors: [error] } },
    'buy version 3 is live, but has type errors:\n  workflows/buy.ts:3:7: Not assignable.\n    Because. (TS2322)',
  ],
  [
    { kind: 'types', news: { kind: 'mended', workflows: [workflow('buy'), workflow('sell')] } },
    'buy version 3, sell version 3 have no type errors any more.',
  ],
  [
    { kind: 'types', news: { kind: 'right', workflows: [workflow('buy')], tookMs: 2100 } },
    'buy version 3 has no type errors (checked in 2.1 s).',
  ],
])('%j', (news, lines) => {
  expect(newsLines(news, '/shop')).toBe(lines);
});
