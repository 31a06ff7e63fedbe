import { isDeepStrictEqual } from 'node:util';
import { DESK_TABLE } from '../../../../lib/cdk/desk-table.ts';
import { isRecord } from '../../../../lib/core/is-record.ts';
import { type LoopbackServer, type Reply, startLoopbackServer } from './loopback-server.ts';

type Item = Readonly<Record<string, unknown>>;

/** DynamoDB as far as the desk needs it: one table, which checks conditions as the real one does. What it is not asked for here, it refuses. */
export async function startQuestionTable(): Promise<QuestionTableServer> {
  const items = new Map<string, Item>();
  const calls: string[] = [];
  const failures: string[] = [];
  const server = await startLoopbackServer((request, body) => {
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const input: unknown = JSON.parse(body);
    calls.push(operation);
    const failure = failures.shift();
    if (failure !== undefined)
      return { status: 400, body: JSON.stringify({ __type: failure, message: 'No.' }) };
    if (!isRecord(input)) return refused('SerializationException');
    if (operation === 'GetItem') return got(items, input);
    if (operation === 'UpdateItem') return updated(items, input);
    if (operation === 'TransactWriteItems') return written(items, input);
    return refused('UnknownOperationException');
  });
  return { ...server, items, calls, failures };
}

export interface QuestionTableServer extends LoopbackServer {
  readonly items: ReadonlyMap<string, Item>;
  /** Operations, in order. */
  readonly calls: readonly string[];
  /** Names of errors that the next requests get. */
  readonly failures: string[];
}

const TABLE_NAME = 'questions';

function got(items: ReadonlyMap<string, Item>, { TableName, Key, ConsistentRead }: Item): Reply {
  if (TableName !== TABLE_NAME || ConsistentRead !== true) return refused('ValidationException');
  return { status: 200, body: JSON.stringify({ Item: items.get(keyOf(Key)) }) };
}

function updated(items: Map<string, Item>, input: Item): Reply {
  const { Key, ExpressionAttributeValues: values, UpdateExpression, ConditionExpression } = input;
  const isKnown =
    UpdateExpression === 'SET #version = :version, #value = :value' &&
    ConditionExpression === '#version = :before' &&
    isDeepStrictEqual(input.ExpressionAttributeNames, { '#version': 'version', '#value': 'value' });
  if (!isKnown || !isRecord(values)) return refused('ValidationException');
  const item = items.get(keyOf(Key));
  if (!isDeepStrictEqual(item?.version, values[':before'])) return refused('ConditionalCheckFailedException');
  items.set(keyOf(Key), { ...item, version: values[':version'], value: values[':value'] });
  return { status: 200, body: '{}' };
}

function written(items: Map<string, Item>, { TransactItems }: Item): Reply {
  const puts = (Array.isArray(TransactItems) ? TransactItems : []).map(({ Put }) => Put);
  if (puts.some(({ ConditionExpression }) => ConditionExpression !== 'attribute_not_exists(#pk)'))
    return refused('ValidationException');
  const reasons = puts.map(({ Item }) => ({
    Code: items.has(keyOf(Item)) ? 'ConditionalCheckFailed' : 'None',
  }));
  if (reasons.some(({ Code }) => Code !== 'None'))
    return refused('TransactionCanceledException', { CancellationReasons: reasons });
  for (const { Item } of puts) items.set(keyOf(Item), Item);
  return { status: 200, body: '{}' };
}

function keyOf(item: unknown): string {
  const { partitionKey, sortKey } = DESK_TABLE;
  if (!isRecord(item)) throw new Error('No key.');
  return JSON.stringify([item[partitionKey], item[sortKey]]);
}

function refused(name: string, members: Item = {}): Reply {
  return { status: 400, body: JSON.stringify({ __type: `com.amazonaws.dynamodb#${name}`, ...members }) };
}
