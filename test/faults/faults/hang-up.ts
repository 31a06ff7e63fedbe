import { setTimeout as pause } from 'node:timers/promises';
import type { WayIn } from '../calls.ts';
import { eventually } from '../eventually.ts';
import type { Fault } from '../fault.ts';

/** Callers that leave: what they began goes on, and nothing runs beside it. */
export const hangUps: readonly Fault[] = [
  hangUp('json', 'a caller who waits for JSON'),
  hangUp('events', 'a caller who reads events'),
  hangUp('websocket', 'a caller on a WebSocket'),
  hangUp('async', 'a caller who got an id'),
  {
    name: 'hang-up-then-sigterm',
    done: 'The caller of a run of 3 s hangs up, then the host gets SIGTERM',
    right: 'the host waits for the run and reports it',
    play: async (stage) => {
      const host = await stage.host();
      const call = host.call({ do: 'wait', ms: 3_000 });
      const told = await host.told.run();
      call.hangUp();
      await pause(300);
      host.process.kill('SIGTERM');
      await host.end();
      const status = await stage.aws.runStatus(told.runId);
      stage.expect(
        'status',
        status === 'SUCCEEDED' || status === 'FAILED',
        `run ${status} after the host has ended`,
      );
      await stage.record(told, status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED', /waited|SIGTERM/);
    },
  },
];

function hangUp(way: WayIn, who: string): Fault {
  return {
    name: `hang-up-${way}`,
    done: `${who[0]?.toUpperCase()}${who.slice(1)} hangs up; another calls meanwhile`,
    right: 'busy and 409 until the run has ended, then Healthy; run SUCCEEDED, its result kept',
    play: async (stage) => {
      const host = await stage.host();
      const call = host.call({ do: 'wait', ms: 3_000 }, way);
      const told = await host.told.run();
      // The answer with the id comes at once; the others are cut.
      if (way === 'async') stage.answered(await call.answer, 202, /RUNNING/);
      call.hangUp();
      await pause(500);
      const ping = await host.ping();
      stage.expect('status', ping === 'HealthyBusy', `ping ${ping} during the run`);
      stage.answered(await host.call({ do: 'answer' }).answer, 409, /./);
      await stage.run(told, 'SUCCEEDED');
      await stage.record(told, 'SUCCEEDED', /waited/);
      const after = await eventually(
        () => host.ping(),
        (is) => is === 'Healthy',
        3_000,
      );
      stage.expect('status', after === 'Healthy', `ping ${after} after the run`);
      stage.answered(await host.call({ do: 'answer' }).answer, 200, /done/);
    },
  };
}
