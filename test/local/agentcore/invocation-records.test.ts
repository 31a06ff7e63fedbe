import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFINITION, startWithBareHost } from './bare-host.ts';

describe('the record of an invocation', () => {
  test('is kept by local AWS when the host keeps none: without secrets, and large payloads only counted', async () => {
    await using bare = await startWithBareHost();
    const runtimeSessionId = randomUUID();
    const read = (requestId: string) => bare.aws.store.invocations.readByRequest(requestId)?.record;

    const small = await bare.call(
      { do: 'answer', value: { price: 5 }, password: 'hunter22', list: [{ api_key: 'k' }] },
      { runtimeSessionId },
    );
    expect(read(small.requestId)).toMatchObject({
      id: `${runtimeSessionId}.${small.requestId}`,
      status: 'SUCCEEDED',
      sessionId: runtimeSessionId,
      requestId: small.requestId,
      payload: { do: 'answer', password: '[secret]', list: [{ api_key: '[secret]' }] },
      result: { price: 5 },
      endedAt: expect.any(String),
    });

    const large = await bare.call({ do: 'answer', value: 'x'.repeat(300_000) }, { runtimeSessionId });
    expect(read(large.requestId)).toMatchObject({ status: 'SUCCEEDED', payload: '[cut: 300026 bytes]' });
    expect(read(large.requestId)).not.toHaveProperty('result');

    const refused = await bare.call({ do: 'refuse' }, { runtimeSessionId });
    expect(refused.error?.message).toMatch(
      /^Received error \(409\) from runtime: InvocationInProgress: Busy\. \(log: /,
    );
    expect(read(refused.requestId)).toMatchObject({
      status: 'FAILED',
      error: { name: 'InvocationInProgress', message: 'Busy.' },
    });

    const streamed = await bare.call({ do: 'stream' }, { runtimeSessionId, accept: 'text/event-stream' });
    expect(read(streamed.requestId)).toMatchObject({ status: 'SUCCEEDED', result: 'there' });
    await bare.stop(runtimeSessionId);
    expect(readdirSync(path.join(bare.stateDir, 'open-invocations'))).toEqual([]);
  });

  test('of the host stays as it wrote it; local AWS adds where the log is', async () => {
    await using bare = await startWithBareHost();
    const { requestId } = await bare.call({ do: 'record' });
    expect(bare.aws.store.invocations.readByRequest(requestId)?.record).toMatchObject({
      status: 'SUCCEEDED',
      payload: 'of the host',
      result: 'of the host',
      log: expect.stringMatching(/\.log$/),
    });
  });

  test('of a host that is slower with it than with its answer does not stay behind', async () => {
    await using bare = await startWithBareHost();
    const runtimeSessionId = randomUUID();
    const { requestId } = await bare.call({ do: 'record-late' }, { runtimeSessionId });
    const read = () => bare.aws.store.invocations.readByRequest(requestId)?.record;
    while (read()?.payload !== 'of the host') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(read()?.status).toBe('RUNNING');
    await bare.stop(runtimeSessionId);
    expect(read()).toMatchObject({ status: 'SUCCEEDED', result: 'answer', log: expect.any(String) });
  });

  test('of an asynchronous one ends with the process that ran it', async () => {
    await using bare = await startWithBareHost();
    const { requestId } = await bare.call({
      novaActInvocation: { mode: 'async' },
      payload: { do: 'background' },
    });
    const { store } = bare.aws;
    expect(store.invocations.readByRequest(requestId)?.record).toMatchObject({ status: 'RUNNING' });
    await bare.aws.close();
    expect(store.invocations.readByRequest(requestId)?.record).toMatchObject({
      status: 'FAILED',
      payload: 'of the host',
      exit: 'ended with exit code 0: local AWS was ended',
      workflowRunIds: store.runs().map(({ runId }) => runId),
    });
  });

  test('says why, when the process did not come up', async () => {
    await using bare = await startWithBareHost({ environment: { NEVER_UP: '1' } });
    const { error, requestId } = await bare.call({ do: 'answer' });
    expect(error?.message).toMatch(/process ended with exit code 7 before it was ready/);
    expect(bare.aws.store.invocations.readByRequest(requestId)).toMatchObject({
      definitionName: DEFINITION,
      record: { status: 'FAILED', error: { message: expect.stringMatching(/exit code 7/) } },
    });
  });
});

describe('when the process ends within a stream of events', () => {
  test('the stream ends with an event that says how, also after half an event', async () => {
    await using bare = await startWithBareHost();
    const { text, requestId } = await bare.call({ do: 'stream-exit' }, { accept: 'text/event-stream' });
    expect(text).toMatch(/^event: run\n/);
    const last = text.trimEnd().split('\n\n').at(-1);
    expect(last).toMatch(/^event: error\ndata: /);
    expect(JSON.parse(last?.split('\ndata: ')[1] ?? '')).toEqual({
      type: 'error',
      error: {
        name: 'SessionEnded',
        message: expect.stringMatching(
          /^The runtime's process ended with exit code 3 before it answered \(log: \/.*\)$/,
        ),
        requestId,
      },
    });
    expect(bare.aws.store.runs()).toMatchObject([{ status: 'FAILED' }]);
  });
});
