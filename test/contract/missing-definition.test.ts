import { expect, test } from '@jest/globals';
import { missingDefinitionIn } from '../../lib/contract/missing-definition.ts';
import { startFailure } from '../../lib/sdk/run/run-record.ts';
import { ResourceNotFoundException } from '../../lib/service/index.ts';

test('commands know the missing definition from what the SDK says', () => {
  const missing = new ResourceNotFoundException({
    message: 'There is none.',
    resourceId: 'shop-prod',
    resourceType: 'workflow-definition',
    $metadata: { httpStatusCode: 404 },
  });

  expect(missingDefinitionIn(startFailure('shop-prod', missing).message)).toBe('shop-prod');
});

test('other messages name none', () => {
  expect(missingDefinitionIn(startFailure('shop', new Error('It is red.')).message)).toBeUndefined();
});
