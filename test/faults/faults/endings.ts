import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { signal } from '../processes.ts';

/** Ends of a process, whoever brings them about: the run ends as FAILED, and the caller is told. */
export const endings: readonly Fault[] = [
  {
    name: 'sigterm-timer',
    done: 'SIGTERM to the host while the workflow awaits a timer of a minute and hears no signal',
    right: '503 to the caller, run and record FAILED, the host gone within 10 s',
    play: async (stage) => {
      const host = await stage.host();
      const call = host.call({ do: 'wait' });
      const told = await host.told.run();
      host.process.kill('SIGTERM');
      stage.answered(await call.answer, 503, /SIGTERM/);
      await host.end();
      await stage.run(told, 'FAILED', { withinMs: 1_000 });
      await stage.record(told, 'FAILED', /SIGTERM/);
    },
  },
  {
    name: 'sigterm-events',
    done: 'The same with a caller who reads events',
    right: 'the last event is the error; run and record FAILED',
    play: async (stage) => {
      const host = await stage.host();
      const call = host.call({ do: 'wait' }, 'events');
      const told = await host.told.run();
      host.process.kill('SIGTERM');
      stage.answered(await call.answer, 200, /event: error\n.*SIGTERM/);
      await host.end();
      await stage.run(told, 'FAILED', { withinMs: 1_000 });
      await stage.record(told, 'FAILED', /SIGTERM/);
    },
  },
  {
    name: 'sigterm-async',
    done: 'The same with an asynchronous invocation',
    right: 'run and record FAILED',
    play: async (stage) => {
      const host = await stage.host();
      stage.answered(await host.call({ do: 'wait' }, 'async').answer, 202, /RUNNING/);
      const told = await host.told.run();
      host.process.kill('SIGTERM');
      await host.end();
      await stage.run(told, 'FAILED', { withinMs: 1_000 });
      await stage.record(told, 'FAILED', /SIGTERM/);
    },
  },
  {
    name: 'stop-session',
    done: 'StopRuntimeSession while the workflow awaits a timer of a minute',
    right: 'the caller is told; run and record FAILED',
    play: async (stage) => {
      const session = stage.session();
      const call = session.call({ do: 'wait' });
      const told = await session.run();
      await session.stop();
      stage.answered(await call.answer, 424, /SIGTERM|ending|ended/);
      await stage.run(told, 'FAILED');
      await stage.record(told, 'FAILED', /./);
    },
  },
  exits(3),
  exits(0),
  {
    name: 'sigkill-host',
    done: "SIGKILL to a session's process",
    right: 'the caller is told; run and record FAILED with the signal',
    play: async (stage) => {
      const session = stage.session();
      const call = session.call({ do: 'wait' });
      const told = await session.run();
      signal(told.pid, 'SIGKILL');
      stage.answered(await call.answer, 424, /SIGKILL/);
      await stage.run(told, 'FAILED');
      await stage.record(told, 'FAILED', /SIGKILL/);
    },
  },
  {
    name: 'sigkill-one-of-two',
    done: "SIGKILL to a session's process while another session runs",
    right: 'its run FAILED, the other one untouched and SUCCEEDED',
    play: async (stage) => {
      const [killed, other] = [stage.session(), stage.session()];
      const calls = [killed.call({ do: 'wait' }), other.call({ do: 'wait', ms: 4_000 })];
      const [told, toldByOther] = [await killed.run(), await other.run()];
      signal(told.pid, 'SIGKILL');
      await stage.run(told, 'FAILED');
      for (const answer of await Promise.all(calls.slice(1).map((call) => call.answer))) {
        stage.answered(answer, 200, /waited/);
      }
      await stage.run(toldByOther, 'SUCCEEDED');
      await stage.record(told, 'FAILED', /SIGKILL/);
    },
  },
  {
    name: 'out-of-memory',
    done: 'A workflow takes more memory than Node has',
    right: 'the caller is told; run and record FAILED',
    play: async (stage) => {
      const session = stage.session();
      const call = session.call({ do: 'memory' });
      const told = await session.run();
      stage.answered(await call.answer, 424, /SIGABRT|SIGTRAP|memory|exit code/);
      await stage.run(told, 'FAILED');
      await stage.record(told, 'FAILED', /SIGABRT|SIGTRAP|memory|exit code/);
    },
  },
  {
    name: 'endless-loop',
    done: 'An endless loop, then StopRuntimeSession',
    right: 'killed after 10 s; run and record FAILED',
    slow: true,
    play: async (stage) => {
      const session = stage.session();
      const call = session.call({ do: 'loop' });
      const told = await session.run();
      await session.stop();
      stage.answered(await call.answer, 424, /SIGKILL/);
      await stage.run(told, 'FAILED');
      await stage.record(told, 'FAILED', /SIGKILL/);
    },
  },
  {
    name: 'sigstop-host',
    done: "SIGSTOP to a session's process, then StopRuntimeSession",
    right: 'killed after 10 s; run and record FAILED',
    slow: true,
    play: async (stage) => {
      const session = stage.session();
      const call = session.call({ do: 'wait' });
      const told = await session.run();
      signal(told.pid, 'SIGSTOP');
      await pause(200);
      await session.stop();
      stage.answered(await call.answer, 424, /SIGKILL/);
      await stage.run(told, 'FAILED');
      await stage.record(told, 'FAILED', /SIGKILL/);
    },
  },
];

function exits(code: number): Fault {
  return {
    name: `exit-${code}`,
    done: `A workflow calls process.exit(${code})`,
    right: 'never a success: the caller is told; run and record FAILED',
    play: async (stage) => {
      const session = stage.session();
      const call = session.call({ do: 'exit', code });
      const told = await session.run().catch(() => session.told.run());
      stage.answered(await call.answer, 424, new RegExp(`exit.*${code}`));
      await stage.run(told, 'FAILED');
      await stage.record(told, 'FAILED', /exit/);
    },
  };
}
