import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamodbStore } from '../../../lib/cdk/handlers/dynamodb-store.ts';
import { ORDERS, playRace, possibleOutcomes } from '../../desk/play-race.ts';
import { RACES } from '../../desk/race-table.ts';
import { type QuestionTableServer, startQuestionTable } from './support/question-table.ts';

let table: QuestionTableServer;
let store: DynamodbStore;

beforeAll(async () => {
  table = await startQuestionTable();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: table.url, region: 'us-east-1', credentials });
  store = new DynamodbStore('questions', { client });
});

afterAll(async () => {
  await table?.[Symbol.asyncDispose]();
});

describe.each(RACES)('$name', (race) => {
  test.each(ORDERS)('$name', async (order) => {
    const { outcome, first, versions } = await playRace(race, order, store);

    expect(possibleOutcomes(race, first)).toContainEqual(outcome);
    if (race.versions !== undefined) expect(versions).toBe(race.versions);
  });
});
