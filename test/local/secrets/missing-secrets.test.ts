import { expect, test } from '@jest/globals';
import { localSecret } from '../../../lib/local/secrets/local-secret.ts';
import { missingSecrets } from '../../../lib/local/secrets/missing-secrets.ts';

test('secrets without a value are told, each once and with how to give it; others are not', () => {
  const secrets = ['shop/key', 'shop/other'].map((name) => localSecret(name).arn);
  const environment = { NOVA_ACT_SECRET_SHOP_OTHER: 'sesame' };

  expect(missingSecrets([{ secrets }, { secrets }, {}], { file: '/none/secrets.json', environment })).toEqual(
    [
      {
        name: 'shop/key',
        what: 'The secret shop/key has no value on local AWS: write "shop/key" into /none/secrets.json, or start local AWS with NOVA_ACT_SECRET_SHOP_KEY set.',
      },
    ],
  );
});
