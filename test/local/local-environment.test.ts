import { expect, test } from '@jest/globals';
import { isLocalCredentials } from '../../lib/contract/local-credentials.ts';
import {
  enterLocalEnvironment,
  inLocalEnvironment,
  localEnvironment,
} from '../../lib/local/local-environment.ts';
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

test('every service of AWS is here for clients that read the printed variables', () => {
  const environment = localEnvironment(URL_OF_LOCAL_AWS);
  const endpoints = Object.keys(environment).filter((name) => environment[name] === URL_OF_LOCAL_AWS);
  expect(endpoints).toEqual(
    expect.arrayContaining([
      'AWS_ENDPOINT_URL',
      ...['NOVA_ACT', 'BEDROCK_AGENTCORE', 'S3', 'STS', 'CLOUDWATCH_LOGS', 'SECRETS_MANAGER'].map(
        (service) => `AWS_ENDPOINT_URL_${service}`,
      ),
      'BEDROCK_AGENTCORE_DP_ENDPOINT',
    ]),
  );
});

test('a process that enters it takes along nothing that was set for work on AWS, and gets it back', async () => {
  await using _home = await withAwsHome({
    environment: {
      ...REAL,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
    },
  });

  const before = { ...process.env };

  const leave = enterLocalEnvironment(localEnvironment(URL_OF_LOCAL_AWS));

  const { config } = new NovaActClient();
  const credentials = await config.credentials();
  expect(isLocalCredentials(credentials)).toBe(true);
  expect(credentials.expiration).toBeUndefined();
  expect(credentials.sessionToken).toBeUndefined();
  expect(await config.useFipsEndpoint()).toBe(false);
  expect(process.env.AWS_ENDPOINT_URL_NOVA_ACT).toBe(URL_OF_LOCAL_AWS);

  leave();
  expect({ ...process.env }).toEqual(before);
});

test('people are asked at the desk of local AWS, and no topic of an account is told', () => {
  const local = localEnvironment(URL_OF_LOCAL_AWS);
  const entered = inLocalEnvironment(
    {
      NOVA_ACT_HUMAN_URL: 'https://elsewhere.example',
      NOVA_ACT_HUMAN_TOPIC_ARN: 'arn:aws:sns:us-east-1:1:people',
    },
    local,
  );

  expect(entered).toMatchObject({ NOVA_ACT_HUMAN_URL: `${URL_OF_LOCAL_AWS}/human` });
  expect(entered).not.toHaveProperty('NOVA_ACT_HUMAN_TOPIC_ARN');
});
