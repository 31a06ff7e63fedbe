import { describe, expect, test } from '@jest/globals';
import { askPersistently, ItemUnansweredError } from '../../../lib/cli/fleet/local/ask-persistently.ts';

/** As the client throws what local AWS answers. */
function refusal(name: string, message: string, httpStatusCode = 424): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

const byHost = (message: string): Error => refusal('RuntimeClientError', message);

/** What became of asking, and how often that was done. */
async function asked(error: Error, times = Number.POSITIVE_INFINITY, signal = new AbortController().signal) {
  let calls = 0;
  const ask = async (): Promise<string> => {
    calls += 1;
    if (calls <= times) throw error;
    return 'answer';
  };
  const outcome: unknown = await askPersistently(ask, { signal, firstPauseMs: 0 }).catch(
    (thrown: unknown) => thrown,
  );
  return { outcome: outcome instanceof ItemUnansweredError ? outcome.reason : outcome, calls };
}

describe('a host that has no room', () => {
  test.each([
    refusal('ThrottlingException', 'Rate exceeded', 429),
    byHost('Received error (503) from runtime: ShuttingDown: The host is ending.'),
    byHost('Received error (409) from runtime: HostBusy: There is no place.'),
  ])('is asked again, many times, and what it said is told at last: %s', async (error) => {
    expect(await asked(error, 50)).toEqual({ outcome: 'answer', calls: 51 });
    expect(await asked(error)).toEqual({
      outcome: { name: 'ItemNotStarted', message: `${error.name}: ${error.message}` },
      calls: 61,
    });
  });

  test('is not asked any more when the fleet is stopped', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const error = refusal('ThrottlingException', 'Rate exceeded', 429);

    expect(await asked(error, undefined, stopped.signal)).toEqual({ outcome: error, calls: 1 });
  });
});

test.each([
  'Received error (500) from runtime: Error: The bucket is gone.',
  "The workflow's process exited with code 1 before it was ready. Log: shop.log",
])('a runtime that fails by itself is asked a few times: %s', async (message) => {
  expect(await asked(byHost(message))).toEqual({
    outcome: { name: 'RuntimeUnavailable', message: `RuntimeClientError: ${message}` },
    calls: 4,
  });
});

test.each([
  [
    "The runtime's process was killed by SIGKILL before it answered (log: shop.log)",
    'SessionEnded',
    "The runtime's process was killed by SIGKILL before it answered (log: shop.log)",
  ],
  ['Received error (400) from runtime: PayloadError: no order', 'PayloadError', 'no order'],
])('a lost session, and a refusal, are told at once: %s', async (said, name, message) => {
  expect(await asked(byHost(said))).toEqual({ outcome: { name, message }, calls: 1 });
});

test('local AWS that is gone is nothing that an item failed by', async () => {
  const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });

  expect(await asked(gone)).toEqual({ outcome: gone, calls: 1 });
});
