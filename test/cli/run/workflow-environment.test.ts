import { expect, test } from '@jest/globals';
import {
  variablesOfEntry,
  withoutContainer,
  workflowEnvironment,
} from '../../../lib/cli/run/workflow-environment.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 't' };
const LOCAL = { url: 'http://127.0.0.1:8737', region: 'us-east-1' };
const AWS = { url: undefined, region: 'eu-west-1' };
const given = { variables: {}, headed: false, verbose: false };

test('on local AWS nothing of the shell leads to AWS, and its keys stay here', () => {
  const environment = workflowEnvironment({
    ...{ ...given, target: { ...LOCAL, profile: undefined } },
    environment: { ...KEYS, AWS_PROFILE: 'work', AWS_ENDPOINT_URL_S3: 'https://s3.example.com', MINE: '1' },
  });

  expect(environment).toMatchObject({
    MINE: '1',
    AWS_ENDPOINT_URL: LOCAL.url,
    AWS_ENDPOINT_URL_S3: LOCAL.url,
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^LOCAL/),
  });
  expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['AWS_PROFILE']));
  expect(environment.AWS_SESSION_TOKEN).toBeUndefined();
});

test('on AWS the keys of the shell are used, unless a profile is named or a role assumed', () => {
  const at = (more: object) => workflowEnvironment({ ...given, environment: KEYS, target: AWS, ...more });
  const role = { accessKeyId: 'ASIAROLE', secretAccessKey: 'r', sessionToken: 'token' };

  expect(at({})).toMatchObject({ ...KEYS, AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' });
  expect(at({ target: { ...AWS, profile: 'dev' } })).toMatchObject({
    AWS_PROFILE: 'dev',
    AWS_ACCESS_KEY_ID: undefined,
  });
  expect(at({ credentials: role, target: { ...AWS, profile: 'dev' } })).toMatchObject({
    ...{ AWS_PROFILE: undefined, AWS_ACCESS_KEY_ID: 'ASIAROLE', AWS_SESSION_TOKEN: 'token' },
  });
});

test('an entry sets its definition, variables and secrets: on AWS by their names, on local AWS by their ARNs there', () => {
  const entry = {
    ...{ name: 'shop', entry: 'shop.ts', definitionName: 'shop-workflow', description: 'Buys.' },
    ...{ environment: { COLOR: 'blue' }, secrets: { KEY: 'shop/key' } },
  };

  expect(variablesOfEntry(entry, AWS)).toMatchObject({
    ...{ COLOR: 'blue', KEY: 'shop/key', NOVA_ACT_WORKFLOW_DEFINITION_NAME: 'shop-workflow' },
  });
  expect(variablesOfEntry(entry, LOCAL).KEY).toMatch(
    /^arn:aws:secretsmanager:us-east-1:0{12}:secret:shop\/key-/,
  );
});

test('what is about the container is left out, and named without its value', () => {
  const { variables, leftOut } = withoutContainer({
    PORT: '9',
    NOVA_ACT_BROWSER: 'agentcore',
    COLOR: 'blue',
  });

  expect(variables).toEqual({ COLOR: 'blue' });
  expect(leftOut).toEqual([
    'PORT (there is no port 8080 here)',
    'NOVA_ACT_BROWSER (a browser of this machine is used)',
  ]);
});
