import { expect, test } from '@jest/globals';
import { type ItemSettings, itemSettingsIn, itemVariables } from '../../lib/cdk/item-settings.ts';

const SETTINGS: ItemSettings = {
  runtimeArn: 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/shop-a1b2c3d4e5',
  qualifier: 'live',
  definitionName: 'shop',
  artifactBucket: 'shop-artifacts',
  buckets: ['shop-uploads', 'shop-inbox'],
  concurrency: 20,
  toleratedFailurePercentage: 0,
};

test('the function reads what the stack has told it', () => {
  expect(itemSettingsIn(itemVariables(SETTINGS))).toEqual(SETTINGS);
  expect(itemSettingsIn(itemVariables({ ...SETTINGS, buckets: [] })).buckets).toEqual([]);
  expect(() => itemSettingsIn({ ...itemVariables(SETTINGS), CONCURRENCY: 'many' })).toThrow(
    'The environment variable CONCURRENCY must be a number from 0.',
  );
  expect(() => itemSettingsIn({})).toThrow('is missing: the stack of this function sets it.');
});
