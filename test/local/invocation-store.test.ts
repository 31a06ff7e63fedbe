import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { recordKey, runKey } from '../../lib/contract/invocation-record.ts';
import { InvocationStore } from '../../lib/local/invocation-store.ts';
import { bucketDir, makeBucket } from '../../lib/local/s3/buckets.ts';

const SESSION = '11111111-1111-4111-8111-111111111111';
const REQUEST = '22222222-2222-4222-8222-222222222222';
const RUN = { runId: '33333333-3333-4333-8333-333333333333', definitionName: 'shopping' };
const ID = `${SESSION}.${REQUEST}`;

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'invocations-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

describe('when a host writes into a bucket of its stack', () => {
  const put = (key: string, value: object): void => {
    const file = path.join(bucketDir({ stateDir, bucket: 'bucket-of-a-stack' }), 'shopping', key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(value));
  };

  test('its records are found there, beside objects that are none', () => {
    makeBucket({ stateDir, bucket: 'bucket-of-a-stack' });
    writeFileSync(path.join(bucketDir({ stateDir, bucket: 'bucket-of-a-stack' }), 'a.txt'), 'no folder');
    const record = { id: ID, status: 'SUCCEEDED', startedAt: '2030-01-01T00:00:00.000Z', result: 1 };
    put(recordKey(ID, SESSION) ?? '', record);
    put(runKey(RUN.runId), { invocationId: ID });

    const store = new InvocationStore({ stateDir });

    expect(store.read(ID)).toEqual({ definitionName: 'shopping', record });
    expect(store.readByRequest(REQUEST)).toEqual({ definitionName: 'shopping', record });
    expect(store.idOfRun(RUN)).toBe(ID);
  });
});
