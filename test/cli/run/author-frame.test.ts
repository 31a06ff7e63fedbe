import { expect, test } from '@jest/globals';
import { authorFrame } from '../../../lib/cli/run/author-frame.ts';

const options = { projectRoot: '/shop', others: ['/tmp/run/1', '/shop/sdk/lib'] };

test.each([
  ['at Cart.buy (/shop/workflows/cart.ts:7:11)', 'workflows/cart.ts:7:11'],
  ['at async Cart.buy (/shop/workflows/cart.ts:7:11)', 'workflows/cart.ts:7:11'],
  ['at Cart.#a [as buy] (/shop/(all) of it/cart.ts:7:11)', '(all) of it/cart.ts:7:11'],
  ['at async /shop/cart.ts:7:11', 'cart.ts:7:11'],
  ['at file:///shop/my%20cart.mjs:7:11', 'my cart.mjs:7:11'],
  ['at file://elsewhere/cart.mjs:7:11', undefined],
  ['at file:///shop/a%2Fb.mjs:7:11', undefined],
  ['at buy (/shared/cart.ts:7:11)', '../shared/cart.ts:7:11'],
  ['at JSON.parse (<anonymous>)', undefined],
  ['at async Promise.all (index 0)', undefined],
  ['at eval (eval at buy (/shop/cart.ts:7:11), <anonymous>:1:1)', undefined],
  ['at process.processTicksAndRejections (node:internal/process/task_queues:95:5)', undefined],
  ['at parse (/shop/node_modules/zod/index.ts:1:2)', undefined],
  ['at act (/shop/sdk/lib/act.ts:1:2)', undefined],
  ['at act (/tmp/run/1/nova-act-cdk/lib/act.ts:1:2)', undefined],
])('%s is %s', (frame, found) => {
  expect(authorFrame(`Error: sold out\n    ${frame}`, options)).toBe(found);
});

test('the first one of the author counts, and none that the message quotes', () => {
  const stack = `Error: remote:
    at quoted (/shop/quoted.ts:1:1)
The end.
    at goTo (/shop/sdk/lib/nova-act.ts:380:11)
    at async first (/shop/first.ts:8:23)
    at async second (/shop/second.ts:4:10)
`;
  expect(authorFrame(stack, options)).toBe('first.ts:8:23');
  expect(authorFrame('Error: no frames', options)).toBeUndefined();
});
