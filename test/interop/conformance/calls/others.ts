import type { Call, Members, State } from '../call.ts';

/** Who one is, what people are told, and secrets. */
export const IDENTITY_CALLS: readonly Call[] = [
  {
    service: 'sts',
    operation: 'GetCallerIdentity',
    input: () => ({}),
    comes: ({ Account }, { accountId }) => Account === accountId,
  },
  {
    service: 'sns',
    operation: 'Publish',
    input: ({ accountId }) => ({
      TopicArn: `arn:aws:sns:us-east-1:${accountId}:people`,
      Subject: 'A question',
      Message: 'May I pay?\n<20 EUR>',
    }),
    comes: ({ MessageId }) => typeof MessageId === 'string' && MessageId !== '',
  },
  {
    service: 'sns',
    operation: 'Publish',
    how: 'to a text that is no ARN',
    input: () => ({ TopicArn: 'people', Message: 'Hello' }),
    comes: () => false,
  },
  ...[
    { how: '', id: ({ secret }: State) => secret.name },
    { how: 'by ARN', id: ({ secret }: State) => secret.arn },
  ].map(({ how, id }) => ({
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    how,
    input: (state: State) => ({ SecretId: id(state) }),
    comes: ({ SecretString }: Members, { secret }: State) => SecretString === secret.value,
  })),
  {
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    how: 'of one that nobody named',
    input: () => ({ SecretId: 'nobody/knows' }),
    comes: () => false,
  },
];

/** What local AWS has nothing of, one for each protocol. */
export const OTHER_CALLS: readonly Call[] = [
  ['cloudformation', 'ListStacks'],
  ['dynamodb', 'ListTables'],
  ['ec2', 'DescribeInstances'],
  ['lambda', 'ListFunctions'],
  ['sqs', 'ListQueues'],
].map(([service = '', operation = '']) => ({ service, operation, input: () => ({}), comes: () => false }));
