import { describe, expect, test } from '@jest/globals';
import { regionOf } from '../../lib/cli/region.ts';

describe('when a region is needed', () => {
  test('the option wins', async () => {
    expect(await regionOf({ region: 'eu-west-1', environment: { AWS_DEFAULT_REGION: 'eu-west-2' } })).toBe(
      'eu-west-1',
    );
  });
});
