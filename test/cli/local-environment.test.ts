import { expect, test } from '@jest/globals';
import { enterLocalEnvironment, localEnvironment } from '../../lib/cli/local-environment.ts';
import { isLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { NovaActClient } from '../../lib/service/index.ts';
import { REAL, withAwsHome } from '../service/aws-home.ts';

const URL_OF_LOCAL_AWS = 'http://127.0.0.1:8737';

test('every environment for local AWS has credentials of its own', () => {
  const pairs = [localEnvironment(URL_OF_LOCAL_AWS), localEnvironment(URL_OF_LOCAL_AWS)].map(
    ({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }) => ({
      accessKeyId,
      secretAccessKey,
    }),
  );

  expect(pairs.map(isLocalCredentials)).toEqual([true, true]);
  expect(pairs[0]).not.toEqual(pairs[1]);
});

test('a process that enters it takes along nothing that was set for work on AWS', async () => {
  await using _home = await withAwsHome({
    environment: { ...REAL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_USE_FIPS_ENDPOINT: 'true' },
  });

  enterLocalEnvironment(URL_OF_LOCAL_AWS);

  const { config } = new NovaActClient();
  const credentials = await config.credentials();
  expect(isLocalCredentials(credentials)).toBe(true);
  expect(credentials.sessionToken).toBeUndefined();
  expect(await config.useFipsEndpoint()).toBe(false);
  expect(process.env.AWS_ENDPOINT_URL_NOVA_ACT).toBe(URL_OF_LOCAL_AWS);
});
