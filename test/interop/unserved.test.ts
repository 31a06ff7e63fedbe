import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../../lib/local/index.ts';
import { localEnvironment } from '../../lib/local/local-environment.ts';
import { run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

let tools: Python;
let local: LocalAws;

beforeAll(async () => {
  tools = await python();
  local = await startLocalAws();
}, PREPARATION_MS);

afterAll(async () => {
  await local?.close();
});

/** By protocol: services, and the one error that all their operations get. */
const UNSERVED = [
  ['lambda', 'UnknownOperationException'],
  ['scheduler', 'UnknownOperationException'],
  ['dynamodb', 'UnknownOperationException'],
  ['sqs', 'UnknownOperationException'],
  ['ssm', 'UnknownOperationException'],
  ['ecr', 'UnknownOperationException'],
  ['kms', 'UnknownOperationException'],
  ['stepfunctions', 'UnknownOperationException'],
  ['events', 'UnknownOperationException'],
  ['cloudwatch', 'UnknownOperationException'],
  ['cloudformation', 'InvalidAction'],
  ['iam', 'InvalidAction'],
  ['ec2', 'InvalidAction'],
  ['route53', 'NotImplemented'],
  ['cloudfront', 'NotImplemented'],
] as const;
/** Services of which a part is here. */
const PARTLY_SERVED = [
  'bedrock-agentcore',
  'bedrock-agentcore-control',
  'nova-act',
  's3',
  'sts',
  'sns',
  'secretsmanager',
  'logs',
];

describe('when boto3 calls every operation of many services', () => {
  test('it understands each error', async () => {
    const services = [...UNSERVED.map(([service]) => service), ...PARTLY_SERVED];
    const { stdout } = await run(
      tools.executable,
      [tools.script('unserved_operations'), ...services],
      localEnvironment(local.url),
    );
    const { answers, odd } = JSON.parse(stdout);

    expect(odd).toEqual([]);
    expect(answers).toMatchObject(Object.fromEntries(UNSERVED.map(([service, code]) => [service, [code]])));
    expect(Object.keys(answers)).toEqual(expect.arrayContaining(PARTLY_SERVED));
  }, 180_000);
});
