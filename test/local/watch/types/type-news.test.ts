import { expect, test } from '@jest/globals';
import { typeNews } from '../../../../lib/local/watch/types/type-news.ts';

const workflow = (name: string, ...others: string[]) => ({
  ...{ name, version: '2', entryFile: `/shop/${name}.ts` },
  files: [`/shop/${name}.ts`, ...others],
});
const error = (file: string) => ({ file, line: 1, column: 1, code: 'TS1', message: 'wrong' });

test('errors are told with the workflows that they are in, and those of other files with none', () => {
  const [buy, sell, look] = [
    workflow('buy', '/shop/price.ts'),
    workflow('sell', '/shop/price.ts'),
    workflow('look'),
  ];
  const { news, unseen } = typeNews({
    workflows: [buy, sell, look, workflow('new'), workflow('outside')],
    found: {
      errors: [error('/shop/price.ts'), error('/shop/test.ts')],
      files: ['/shop/buy.ts', '/shop/sell.ts', '/shop/look.ts', '/shop/new.ts'],
    },
    wrongBefore: new Set(['buy', 'look']),
    tookMs: 7,
  });
  expect(news).toEqual([
    { kind: 'wrong', workflows: [buy, sell], errors: [error('/shop/price.ts')] },
    { kind: 'mended', workflows: [look] },
    { kind: 'right', workflows: [workflow('new')], tookMs: 7 },
  ]);
  expect(unseen).toEqual(['/shop/outside.ts']);
});
