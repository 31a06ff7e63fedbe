import { randomUUID } from 'node:crypto';
import { BedrockAgentCoreClient, StopRuntimeSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LOCAL_BUCKET } from '../../../lib/contract/local-account.ts';
import { runtimeIdentity } from '../../../lib/local/agentcore/index.ts';
import { type Failure, type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import {
  CreateWorkflowDefinitionCommand,
  ListWorkflowDefinitionsCommand,
  NovaActClient,
  operations,
} from '../../../lib/service/index.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const list = new ListWorkflowDefinitionsCommand({});

let local: LocalAws;
let client: NovaActClient;

beforeEach(async () => {
  local = await startLocalAws();
  client = new NovaActClient({ endpoint: local.url, credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await local.close();
});

/** S3 as a plain request, to see the wire. */
const artifact = (method: 'PUT' | 'GET'): Promise<Response> =>
  fetch(`${local.url}/${LOCAL_BUCKET}/a/b.json`, {
    method,
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=local/20300101/us-east-1/s3/aws4_request' },
    ...(method === 'PUT' && { body: 'content' }),
  });

describe('a call that is refused', () => {
  test.each([
    ['throttle', { name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } }],
    ['throttle retry-after 3s', { name: 'ThrottlingException', retryAfterSeconds: 3 }],
    ['500', { name: 'InternalServerException', $metadata: { httpStatusCode: 500 } }],
    ['expired-token', { name: 'ExpiredTokenException', $metadata: { httpStatusCode: 403 } }],
  ])('by "%s" is the error of Nova Act, and is not handled', async (how, error) => {
    local.setFailures([`CreateWorkflowDefinition ${how} first 1` as Failure]);
    const create = new CreateWorkflowDefinitionCommand({ name: 'one' });

    await expect(client.send(create)).rejects.toMatchObject(error);
    expect(local.store.definitions()).toEqual([]);
    await client.send(create);
    expect(local.store.definitions()).toHaveLength(1);
  });

  test('is the error of AgentCore there', async () => {
    const agentCore = new BedrockAgentCoreClient({
      endpoint: local.url,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    });
    const stop = new StopRuntimeSessionCommand({
      agentRuntimeArn: runtimeIdentity('none').arn,
      runtimeSessionId: randomUUID(),
    });
    local.setFailures(['StopRuntimeSession throttle call 1']);

    await expect(agentCore.send(stop)).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(agentCore.send(stop)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    agentCore.destroy();
  });

  test.each([
    ['throttle', 503, 'SlowDown'],
    ['500', 500, 'InternalError'],
    ['expired-token', 400, 'ExpiredToken'],
  ] as const)('by "%s" is the error of S3 there', async (how, status, code) => {
    local.setFailures([`PutObject ${how} call 1`]);

    const refused = await artifact('PUT');
    expect(refused.status).toBe(status);
    expect(await refused.text()).toContain(`<Code>${code}</Code>`);
    expect((await artifact('GET')).status).toBe(404);
    expect((await artifact('PUT')).status).toBe(200);
  });
});

test('calls of STS and Secrets Manager fail in the protocols of these', async () => {
  const config = { endpoint: local.url, region: 'us-east-1', credentials, maxAttempts: 1 };
  const sts = new STSClient(config);
  const secrets = new SecretsManagerClient(config);
  local.setFailures(['GetCallerIdentity throttle call 1', 'GetSecretValue 500 call 1']);

  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'Throttling' });
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '000000000000' });
  const get = new GetSecretValueCommand({ SecretId: 'one' });
  await expect(secrets.send(get)).rejects.toMatchObject({ name: 'InternalServiceError' });
  await expect(secrets.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  sts.destroy();
  secrets.destroy();
});

describe('a connection that is closed', () => {
  test('before the call: it is not handled', async () => {
    local.setFailures(['PutObject cut-before call 1']);

    await expect(artifact('PUT')).rejects.toThrow();
    expect((await artifact('GET')).status).toBe(404);
  });

  test('after the call: it is handled, and nothing is answered', async () => {
    local.setFailures(['PutObject cut-after call 1']);

    await expect(artifact('PUT')).rejects.toThrow();
    expect(await (await artifact('GET')).text()).toBe('content');
  });

  test('in the middle of the answer: status and headers arrive, the rest does not', async () => {
    await artifact('PUT');
    local.setFailures(['GetObject cut-midway call 1']);

    const answer = await artifact('GET');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe('7');
    await expect(answer.text()).rejects.toThrow();
    expect(await (await artifact('GET')).text()).toBe('content');
  });
});

test('a slow call is handled after its time', async () => {
  local.setFailures(['ListWorkflowDefinitions slow 300ms call 1']);
  const started = performance.now();

  await client.send(list);
  expect(performance.now() - started).toBeGreaterThan(290);
});

test('pages, and requests that are refused anyway, do not count', async () => {
  local.setFailures(['any 500 call 1']);

  expect((await fetch(local.viewerUrl)).status).toBe(200);
  const { path, method } = operations.ListWorkflowDefinitions;
  expect((await fetch(`${local.url}${path}`, { method })).status).toBe(403);
  await expect(client.send(list)).rejects.toMatchObject({ name: 'InternalServerException' });
});

test('close ends calls that hang and those that wait, without their failures', async () => {
  local.setFailures(['ListWorkflowDefinitions hang call 1', 'ListWorkflowDefinitions slow 1s call 2']);
  const hanging = client.send(list);
  const waiting = client.send(list);
  const ended = Promise.allSettled([hanging, waiting]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const started = performance.now();

  await local.close();
  await ended;
  expect(performance.now() - started).toBeLessThan(900);
  await expect(hanging).rejects.toThrow();
});

test('failures that cannot be read are refused before anything is started, and by setFailures', async () => {
  const failures = ['UpdateRun 500' as Failure];

  await expect(startLocalAws({ failures })).rejects.toThrow(
    'options.failures[0] does not begin with an operation',
  );
  expect(() => local.setFailures(failures)).toThrow('did you mean');
});
