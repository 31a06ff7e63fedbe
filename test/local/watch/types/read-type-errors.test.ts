import { expect, test } from '@jest/globals';
import { readTypeErrors } from '../../../../lib/local/watch/types/read-type-errors.ts';

test('errors have file, place, code and the whole explanation; files follow', () => {
  const output = [
    "workflows/buy.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
    '../lib/price.ts(1,1): error TS2345: Argument is not assignable.',
    "  Types of property 'a' are incompatible.",
    '    Type x is not y.',
    "error TS5023: Unknown compiler option 'x'.",
    '/shop/workflows/buy.ts',
    '/lib/price.ts',
    '',
  ].join('\n');
  expect(readTypeErrors(output, '/shop')).toEqual({
    errors: [
      {
        ...{ file: '/shop/workflows/buy.ts', line: 3, column: 7, code: 'TS2322' },
        message: "Type 'string' is not assignable to type 'number'.",
      },
      {
        ...{ file: '/lib/price.ts', line: 1, column: 1, code: 'TS2345' },
        message:
          "Argument is not assignable.\n  Types of property 'a' are incompatible.\n    Type x is not y.",
      },
      expect.objectContaining({ file: undefined, code: 'TS5023' }),
    ],
    files: ['/shop/workflows/buy.ts', '/lib/price.ts'],
  });
});
