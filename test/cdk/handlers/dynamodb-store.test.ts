import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DynamodbStore } from '../../../lib/cdk/handlers/dynamodb-store.ts';
import { Desk, LIMITS } from '../../../lib/desk/index.ts';
import { newAsking } from '../../desk/support/asking.ts';
import { type QuestionTableServer, startQuestionTable } from './support/question-table.ts';

let table: QuestionTableServer;
let store: DynamodbStore;
let desk: Desk;

beforeAll(async () => {
  table = await startQuestionTable();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: table.url, region: 'us-east-1', credentials });
  store = new DynamodbStore('questions', { client });
  desk = new Desk({ store, connect: async () => 'wss://session.example/ws' });
});

afterAll(async () => {
  await table?.[Symbol.asyncDispose]();
});

const picture = { mediaType: 'image/webp', base64: Buffer.alloc(330_000, 7).toString('base64') } as const;

test('a question and its picture are two records, which are deleted a week after it has expired', async () => {
  const { key, token, asked } = newAsking({ picture });
  await desk.ask(key, asked);
  const own = [...table.items].filter(([id]) => id.includes(key.questionId));
  const ttl = { N: String(Math.ceil((asked.expiresAt + LIMITS.keepMs) / 1000)) };

  expect(own).toHaveLength(2);
  for (const [, item] of own) expect(item).toMatchObject({ ttl });
  // What DynamoDB takes.
  for (const [, item] of own) expect(JSON.stringify(item).length).toBeLessThan(400_000 * (4 / 3));
  expect((await desk.read(key, { token })).asked?.picture).toEqual(picture);
});

test('who asks how a question stands does not read its picture', async () => {
  const { key, asked } = newAsking({ picture });
  await desk.ask(key, asked);
  const before = table.calls.length;
  await desk.state(key);
  expect(table.calls.slice(before)).toEqual(['GetItem']);
});

test('a question that is there keeps its picture, whatever else is asked under its id', async () => {
  const { key, token, asked } = newAsking({ picture });
  await desk.ask(key, asked);
  const other = { ...picture, base64: Buffer.from('another one').toString('base64') };

  await expect(desk.ask(key, { ...asked, picture: other })).rejects.toMatchObject({ code: 'Taken' });
  expect((await desk.read(key, { token })).asked?.picture).toEqual(picture);
});

test('what is there comes back as it was', async () => {
  const { key, token, asked } = newAsking({ message: 'Größe 41 – "okay"?\n\u202e💥' });
  await desk.ask(key, asked);
  const stored = await store.read(key);
  expect(stored).toMatchObject({ ...key, message: asked.message, version: 1 });
  await desk.answer(key, { token, answer: 'yes', comment: '👍' });
  expect(await store.read(key)).toEqual({
    ...stored,
    version: 2,
    answer: expect.objectContaining({ comment: '👍' }),
    answerHash: expect.any(String),
  });
});

test('another failure of the table is not taken for a lost race', async () => {
  const { key, token, asked } = newAsking();
  table.failures.push('AccessDeniedException');
  await expect(desk.ask(key, asked)).rejects.toThrow('No.');
  await desk.ask(key, asked);
  const read = await store.read(key);
  table.failures.push('ValidationException');
  if (read !== undefined)
    await expect(store.replace({ ...read, version: 2 })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  await desk.answer(key, { token, answer: 'yes' });
});
