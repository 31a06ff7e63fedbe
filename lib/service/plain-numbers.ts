/** Numbers in documents, such as the arguments of a tool, as `JSON.parse` reads them. */
import { NumericValue } from '@smithy/core/serde';
import type { MetadataBearer, Pluggable } from '@smithy/types';

/**
 * On Node 21 and later the SDK reads numbers of documents that do not fit into a `number` as `bigint` or as `NumericValue`,
 * on Node 20 as the nearest `number`. Neither of the former is JSON: a workflow that hands one on could not encode
 * its result, and only where it is deployed.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/blob/2c415d34f22d96147b41c90df541aec248b3237f/packages/core/src/submodules/protocols/json/jsonReviver.ts
 */
export const plainNumbersPlugin: Pluggable<object, MetadataBearer> = {
  applyToStack: (stack) => {
    stack.add(
      (next) => async (args) => {
        const result = await next(args);
        toPlain(result.output);
        return result;
      },
      { step: 'initialize', name: 'novaActPlainNumbers', override: true },
    );
  },
};

/** The value itself, with plain numbers in it, or the plain number that it is. */
function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof NumericValue) return Number(value.string);
  if (typeof value !== 'object' || value === null) return value;
  for (const [key, member] of Object.entries(value)) {
    const plain = toPlain(member);
    if (plain !== member) Reflect.set(value, key, plain);
  }
  return value;
}
