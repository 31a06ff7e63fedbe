import { expect, test } from '@jest/globals';
import { SinkDeliveries } from '../../../lib/sdk/traces/sink-deliveries.ts';
import type { TraceFile } from '../../../lib/sdk/traces/trace-sink.ts';

const file = (name: string): TraceFile => ({
  workflowDefinitionName: 'shop',
  workflowRunId: 'r',
  sessionId: 's',
  kind: 'page',
  name,
  contentType: 'text/html',
  body: new Uint8Array(),
});

test('what takes too long is given up, and told, whether the sink heeds that or not', async () => {
  const told: string[] = [];
  const put = ({ name }: TraceFile, { signal }: { readonly signal: AbortSignal }): Promise<void> =>
    new Promise((resolve, reject) => {
      if (name === 'stored') resolve();
      if (name === 'unsent')
        reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
      if (name === 'heeds') signal.addEventListener('abort', () => reject(signal.reason));
    });
  const deliveries = new SinkDeliveries({ name: 's3://bucket', put }, (message) => told.push(message));

  for (const name of ['stored', 'unsent', 'heeds', 'hangs']) deliveries.send(file(name));
  await deliveries.end(20);

  expect(told).toEqual([
    'unsent could not be stored in s3://bucket: fetch failed (cause: connect ECONNREFUSED)',
    'heeds could not be stored in s3://bucket: it took more than 20 ms after the end of the session',
    'Whether hangs is stored in s3://bucket is not known: it took too long.',
  ]);
});
