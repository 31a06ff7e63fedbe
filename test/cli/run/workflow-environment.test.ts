import { describe, expect, test } from '@jest/globals';
import { fittingVariables } from '../../../lib/cli/run/fitting-variables.ts';
import {
  variablesOfEntry,
  variablesOfFile,
  workflowEnvironment,
} from '../../../lib/cli/run/workflow-environment.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 't' };
const LOCAL = { url: 'http://127.0.0.1:8737', region: 'us-east-1' };
const AWS = { url: undefined, region: 'eu-west-1' };
const given = { variables: {}, headed: false, verbose: false, canAsk: false };

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

test('Playwright traces of an entry are kept where there is a bucket for them; what was asked for comes first', () => {
  const entry = { name: 'shop', entry: 'shop.ts', definitionName: 'shop', description: 'Buys.' } as const;
  const variables = variablesOfEntry({ ...entry, trace: 'on' }, LOCAL);

  expect(variables.NOVA_ACT_TRACE).toBe('on');
  expect(variablesOfEntry({ ...entry, trace: 'on' }, AWS).NOVA_ACT_TRACE).toBeUndefined();
  const environment = { NOVA_ACT_TRACE: 'retain-on-failure' };
  const at = (more: object) =>
    workflowEnvironment({ ...given, environment, target: LOCAL, ...more }).NOVA_ACT_TRACE;
  expect([at({}), at({ variables }), at({ variables, trace: 'off' })]).toEqual([
    'retain-on-failure',
    'on',
    'off',
  ]);
});

test('a file that no catalog knows leaves records on local AWS, too, below a name that keys may have', () => {
  expect(variablesOfFile('my shop.v2', LOCAL)).toMatchObject({
    NOVA_ACT_ARTIFACT_BUCKET: 'nova-act-local-artifacts',
    NOVA_ACT_ARTIFACT_PREFIX: 'my-shop-v2',
    NOVA_ACT_ARTIFACTS: '0',
  });
  expect(variablesOfFile('shop', AWS)).not.toHaveProperty('NOVA_ACT_ARTIFACT_BUCKET');
});

test('what is about the container is left out, and named without its value', () => {
  const given = { PORT: '9', NOVA_ACT_BROWSER: 'agentcore', COLOR: 'blue', AWS_REGION: AWS.region };
  const { variables, leftOut } = fittingVariables(given, AWS);

  expect(variables).toEqual({ COLOR: 'blue' });
  expect(leftOut).toEqual([
    'PORT (there is no port 8080 here)',
    'NOVA_ACT_BROWSER (a browser of this machine is used)',
  ]);
});

describe.each([
  ['local AWS', LOCAL],
  ['AWS', AWS],
])('on %s', (_name, target) => {
  const leading = {
    AWS_ENDPOINT_URL: 'https://elsewhere.example',
    AWS_ENDPOINT_URL_S3: 'https://s3.us-east-1.amazonaws.com',
    AWS_PROFILE: 'prod',
    AWS_SHARED_CREDENTIALS_FILE: '/home/me/.aws/credentials',
    AWS_SESSION_TOKEN: 'of others',
    AWS_REGION: 'ap-south-1',
  };
  const own = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000', NOVA_ACT_LOG_GROUP_NAME: 'mine' };

  test('variables of a workflow do not lead elsewhere, and are named', () => {
    const { variables, leftOut } = fittingVariables({ ...leading, ...own }, target);

    expect(variables).toEqual(own);
    expect(leftOut).toEqual(Object.keys(leading).map((name) => `${name} (the target above decides it)`));
    const at = (more: object) =>
      Object.entries(workflowEnvironment({ ...given, environment: KEYS, target, ...more })).filter(
        ([name]) => !/^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(name),
      );
    expect(at({ variables: leading })).toEqual(at({}));
  });
});

test('the process knows of a terminal of the command only where there is one', () => {
  const asking = (canAsk: boolean) =>
    workflowEnvironment({ ...given, canAsk, environment: { NOVA_ACT_TERMINAL: '7' }, target: AWS })
      .NOVA_ACT_TERMINAL;
  expect([asking(true), asking(false)]).toEqual([String(process.pid), undefined]);
});
