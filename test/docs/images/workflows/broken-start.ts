import { workflow } from '../../../../lib/sdk/index.ts';

/** Is given too little, and ends before its run begins. */
export const main = async (payload: { readonly orders?: readonly string[] }): Promise<unknown> => {
  const { orders } = payload;
  if (orders === undefined)
    throw new Error('payload.orders is missing; give the numbers of the orders, such as ["A-1001"]');
  return await workflow({ definitionName: 'broken-start' }, async () => orders)();
};
