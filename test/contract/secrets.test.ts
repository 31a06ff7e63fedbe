import { describe, expect, test } from '@jest/globals';
import { secretFilter, secretsIn } from '../../lib/contract/secrets.ts';
import { jsonLogger } from '../../lib/runtime/index.ts';

describe('when a line is logged', () => {
  test('a field whose name says that it is secret has no value', () => {
    const lines: string[] = [];
    const logger = jsonLogger({ level: 'info', write: (line) => lines.push(line) });
    logger.log('info', 'signed in', { user: 'ann', sessionToken: 'abc', 'x-api-key': 'def' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      user: 'ann',
      sessionToken: '[secret]',
      'x-api-key': '[secret]',
    });
  });

  test('the values of secret variables are taken out, whatever field they are in', () => {
    const withoutSecrets = secretFilter(
      secretsIn({
        AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
        SHOP_PASSWORD: 'quote " and \\ slash',
        AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.2/role',
        AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:8737',
        SHORT_TOKEN: 'the',
        AWS_REGION: 'us-east-1',
      }),
    );
    const line = JSON.stringify({
      message: 'wJalrXUtnFEMI in the region us-east-1',
      error: 'quote " and \\ slash at http://169.254.170.2/role or http://127.0.0.1:8737/demo',
    });
    expect(JSON.parse(withoutSecrets(line))).toEqual({
      message: '[secret] in the region us-east-1',
      error: '[secret] at http://169.254.170.2/role or http://127.0.0.1:8737/demo',
    });
  });
});
