import type { WayIn } from '../calls.ts';
import type { Fault } from '../fault.ts';

/** What a workflow throws and returns: the caller gets the error's own name and message, and never a success. */
export const thrown: readonly Fault[] = [
  deed(
    'uncaught-exception',
    'uncaught',
    'An exception in a timer, caught by nobody',
    /TypeError.*thrown in a timer/s,
  ),
  deed(
    'unhandled-rejection',
    'unhandled',
    'A rejection that nobody handles',
    /RangeError.*caught by nobody/s,
  ),
  deed(
    'uncaught-events',
    'uncaught',
    'The same exception, with a caller who reads events',
    /event: error\n.*thrown in a timer/,
    'events',
  ),
  deed('throw-bare-object', 'throwBare', 'throw Object.create(null)', /"name"/),
  deed(
    'throw-bare-events',
    'throwBare',
    'The same, with a caller who reads events',
    /event: error/,
    'events',
  ),
  deed('throw-trapped-error', 'throwTrap', 'An error whose message cannot be read', /"name"/),
  deed('throw-trapped-async', 'throwTrap', 'The same in an asynchronous invocation', /RUNNING/, 'async'),
  deed('result-bigint', 'bigint', 'A result with a BigInt', /order\.total/),
  deed('result-circle', 'circle', 'A result with a circle', /order\.self/),
  deed('result-map', 'map', 'A result with a Map', /prices/),
  {
    name: 'payload-not-json',
    done: 'A payload that is not JSON',
    right: '400 that says so; nothing is run',
    play: async (stage) => {
      const session = stage.session();
      stage.answered(await session.send('{"do":').answer, [400, 424], /JSON/);
      // The session is as good as before.
      stage.answered(await session.call({ do: 'answer' }).answer, 200, /done/);
    },
  },
];

function deed(name: string, what: string, done: string, says: RegExp, way: WayIn = 'json'): Fault {
  return {
    name,
    done,
    right: 'the caller is told what it was; run and record FAILED',
    play: async (stage) => {
      const host = await stage.host();
      const answer = await host.call({ do: what }, way).answer;
      stage.answered(answer, way === 'json' ? 500 : way === 'async' ? 202 : 200, says);
      const told = await host.told.run();
      await stage.run(told, 'FAILED');
      await stage.record(told, 'FAILED', /"error":\{/);
    },
  };
}
