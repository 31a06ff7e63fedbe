import { expect, test } from '@jest/globals';
import { withRuntimeVersion } from '../../../lib/local/watch/set-runtime-version.ts';

test('the version is that of the runtime, in stacks of one workflow and of several', () => {
  const stacks = {
    Buy: { RuntimeId: 'buy-1', RuntimeVersion: '1', Region: 'us-east-1' },
    All: { SellRuntimeId: 'sell-1', SellRuntimeVersion: '1', BuyRuntimeId: 'buy-1', BuyRuntimeVersion: '1' },
  };
  expect(withRuntimeVersion(stacks, { runtimeId: 'buy-1', version: '7' })).toEqual({
    Buy: { ...stacks.Buy, RuntimeVersion: '7' },
    All: { ...stacks.All, BuyRuntimeVersion: '7' },
  });
});
