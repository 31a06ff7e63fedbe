import { describe, expect, test } from '@jest/globals';
import { runtimeEnvironment } from '../../../lib/local/agentcore/session-environment.ts';

const runtime = {
  name: 'shop',
  id: 'shop-1234567890',
  arn: 'arn:aws:bedrock-agentcore:eu-west-1:000000000000:runtime/shop-1234567890',
  endpointName: 'DEFAULT',
  version: '1',
  bundleDir: '/bundle',
  bundleHash: 'x',
  definitionName: 'shopping',
  idleTimeoutSeconds: 900,
  maxLifetimeSeconds: 28_800,
};
const session = {
  endpointUrl: 'http://127.0.0.1:1',
  credentials: { accessKeyId: 'LOCALA', secretAccessKey: 'LOCALB' },
};
const OWN = {
  AWS_ACCESS_KEY_ID: 'LOCALA',
  AWS_SECRET_ACCESS_KEY: 'LOCALB',
  AWS_ENDPOINT_URL_NOVA_ACT: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
  NOVA_ACT_HUMAN_URL: 'http://127.0.0.1:1/human',
  NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
  NOVA_ACT_RUNTIME_PORT: '0',
};
const NAMES = [
  'AWS_REGION',
  'NOVA_ACT_WORKFLOW_DEFINITION_NAME',
  'NOVA_ACT_ARTIFACT_BUCKET',
  'NOVA_ACT_ARTIFACT_PREFIX',
  'NOVA_ACT_BROWSER',
];
const chosen = (variables: Readonly<Record<string, string>>) => NAMES.map((name) => variables[name]);

describe('the variables of a session', () => {
  test('from the catalog are completed as the stack of the app does', () => {
    const variables = runtimeEnvironment({ ...session, runtime: { ...runtime, environment: { A: 'b' } } });

    expect(variables).toMatchObject({ ...OWN, A: 'b' });
    expect(chosen(variables)).toEqual([
      'us-east-1',
      'shopping',
      'nova-act-local-artifacts',
      'shopping',
      undefined,
    ]);
  });

  test('from a template are what the template says, wrong or right, but for what is of local AWS', () => {
    const environment = {
      NOVA_ACT_ARTIFACT_BUCKET: 'wrong',
      NOVA_ACT_BROWSER: 'agentcore',
      NOVA_ACT_BROWSER_ID: 'browser-1',
      NOVA_ACT_BROWSER_PROFILE: 'shop-a1B2c3D4e5',
      AWS_REGION: 'eu-west-3',
      AWS_ACCESS_KEY_ID: 'theirs',
      AWS_ENDPOINT_URL_S3: 'https://elsewhere.example',
      NOVA_ACT_HUMAN_URL: 'https://abc123.execute-api.eu-west-1.amazonaws.com',
      NOVA_ACT_HUMAN_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:people',
      AWS_PROFILE: 'prod',
      AWS_SHARED_CREDENTIALS_FILE: '/home/me/.aws/credentials',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    };
    const variables = runtimeEnvironment({
      ...session,
      runtime: { ...runtime, environment, isEnvironmentWhole: true },
    });

    expect(variables).toMatchObject(OWN);
    expect(Object.keys(variables)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/PROFILE|CREDENTIALS_FILE|IGNORE/)]),
    );
    expect(variables).not.toHaveProperty('NOVA_ACT_HUMAN_TOPIC_ARN');
    expect(chosen(variables)).toEqual(['eu-west-3', undefined, 'wrong', undefined, undefined]);
  });
});
