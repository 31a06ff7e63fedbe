import { expect, test } from '@jest/globals';
import { SecretValues } from '../../../lib/local/secrets/secret-values.ts';

test('a variable that could be that of two secrets is taken for neither', () => {
  const values = new SecretValues({ file: undefined, environment: { NOVA_ACT_SECRET_SHOP_KEY: 'value' } });

  expect(values.valueOf('shop/key', ['shop/key', 'other'])).toEqual({ value: 'value' });
  expect(values.valueOf('shop/key', ['shop/key', 'shop-key'])).toEqual({
    missing:
      'The secret shop/key has no value on local AWS: NOVA_ACT_SECRET_SHOP_KEY could be that of shop-key, too, and is not taken.',
  });
});
