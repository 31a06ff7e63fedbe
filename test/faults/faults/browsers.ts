import { createServer } from 'node:net';
import { eventually } from '../eventually.ts';
import type { Fault } from '../fault.ts';
import type { Host } from '../host.ts';
import { commandOf, signal } from '../processes.ts';
import type { Stage } from '../stage.ts';
import type { Told } from '../told.ts';

/** Browsers and pages that fail: the run says so at once, and no process is left. */
export const browsers: readonly Fault[] = [
  {
    name: 'browser-killed',
    done: 'SIGKILL to the browser during "Wait 20 seconds"',
    right: 'noticed within 5 s: the caller is told; run and record FAILED',
    play: async (stage) => await breakDuringAct(stage, isBrowser, 'SIGKILL'),
  },
  {
    name: 'renderer-crashes',
    done: 'SIGKILL to the process of the page during "Wait 20 seconds"',
    right: 'noticed within 5 s: the caller is told; run and record FAILED',
    play: async (stage) => await breakDuringAct(stage, isRenderer, 'SIGKILL'),
  },
  {
    name: 'browser-stopped',
    done: 'SIGSTOP to the browser and all its processes, then SIGTERM to the host',
    right: 'run and record FAILED; nothing is left after 10 s',
    slow: true,
    play: async (stage) => {
      const { host, told } = await actUnderWay(stage);
      for (const pid of host.processes()) if (pid !== told.pid) signal(pid, 'SIGSTOP');
      host.process.kill('SIGTERM');
      await host.end();
      await stage.run(told, 'FAILED', { withinMs: 1_000 });
      await stage.record(told, 'FAILED', /SIGTERM/);
    },
  },
  {
    name: 'sigterm-act',
    done: 'SIGTERM to the host while an act runs',
    right: '503 to the caller, act, run and record FAILED, no browser left',
    play: async (stage) => {
      const { host, told, answer } = await actUnderWay(stage);
      host.process.kill('SIGTERM');
      stage.answered(await answer, 503, /SIGTERM/);
      await host.end();
      await stage.run(told, 'FAILED', { withinMs: 1_000 });
      const acts = await stage.aws.actStatuses(told.runId);
      stage.expect('status', acts.join() === 'FAILED', `acts ${acts.join()}`);
      await stage.record(told, 'FAILED', /SIGTERM/);
    },
  },
  {
    name: 'sigkill-act',
    done: "SIGKILL to a session's process while an act runs",
    right: 'the caller is told; act, run and record FAILED; no browser left',
    play: async (stage) => {
      const session = stage.session();
      const url = stage.aws.demoSiteUrl;
      const call = session.call({ do: 'act', url, prompt: 'Wait 20 seconds' });
      const told = await session.run();
      await session.told.acting();
      await firstStep(stage, told);
      signal(told.pid, 'SIGKILL');
      stage.answered(await call.answer, 424, /SIGKILL/);
      await stage.run(told, 'FAILED');
      const acts = await eventually(
        () => stage.aws.actStatuses(told.runId),
        (is) => is.join() === 'FAILED',
        3_000,
      );
      stage.expect('status', acts.join() === 'FAILED', `acts ${acts.join()}`);
      await stage.record(told, 'FAILED', /SIGKILL/);
      const left = await eventually(
        () => session.processes(),
        (pids) => pids.length === 0,
        3_000,
      );
      stage.expect('left', left.length === 0, `${left.length} processes after the kill`);
    },
  },
  {
    name: 'page-refuses',
    done: 'A starting page whose server refuses connections',
    right: 'the caller is told; run and record FAILED with the address',
    play: async (stage) => await openPage(stage, 'http://127.0.0.1:9/', /127\.0\.0\.1:9/),
  },
  {
    name: 'page-does-not-answer',
    done: 'A starting page whose server takes the connection and never answers',
    right: 'the caller is told after the limit (3 s here); run and record FAILED with the address',
    play: async (stage) => {
      const server = createServer(() => undefined).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      stage.atEnd(async () => {
        server.close();
        return [];
      });
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      await openPage(stage, `http://127.0.0.1:${port}/`, new RegExp(`127\\.0\\.0\\.1:${port}`));
    },
  },
  {
    name: 'schema-wrong',
    done: 'actGet with a schema that is none',
    right: 'the caller is told; run and record FAILED',
    play: async (stage) => {
      const host = await stage.host();
      const url = stage.aws.demoSiteUrl;
      stage.answered(await host.call({ do: 'schema', url }).answer, [400, 500], /schema/i);
      const told = await host.told.run();
      await stage.run(told, 'FAILED', { withinMs: 1_000 });
      await stage.record(told, 'FAILED', /schema/i);
    },
  },
];

async function openPage(stage: Stage, url: string, says: RegExp): Promise<void> {
  const host = await stage.host();
  stage.answered(await host.call({ do: 'open', url }).answer, 500, says);
  const told = await host.told.run(1_000);
  await stage.run(told, 'FAILED', { withinMs: 1_000 });
  await stage.record(told, 'FAILED', says);
}

async function breakDuringAct(
  stage: Stage,
  which: (command: string) => boolean,
  name: NodeJS.Signals,
): Promise<void> {
  const { host, told, answer } = await actUnderWay(stage);
  const victims = host.processes().filter((pid) => which(commandOf(pid)));
  if (victims.length === 0) throw new Error('there is no such process of the browser');
  const started = performance.now();
  for (const pid of victims) signal(pid, name);
  stage.answered(await answer, 500, /browser|page|crash/i);
  const seconds = (performance.now() - started) / 1000;
  stage.expect('status', seconds < 5, `noticed after ${seconds.toFixed(0)} s`);
  await stage.run(told, 'FAILED', { withinMs: 1_000 });
  await stage.record(told, 'FAILED', /browser|page|crash/i);
}

async function actUnderWay(stage: Stage): Promise<{
  readonly host: Host;
  readonly told: Told;
  readonly answer: ReturnType<Host['call']>['answer'];
}> {
  const host = await stage.host();
  const url = stage.aws.demoSiteUrl;
  const { answer } = host.call({ do: 'act', url, prompt: 'Wait 20 seconds' });
  const told = await host.told.run();
  await host.told.acting();
  await firstStep(stage, told);
  return { host, told, answer };
}

/** Waits until the agent has said what to do. */
async function firstStep(stage: Stage, told: Told): Promise<void> {
  const steps = await eventually(
    () => stage.aws.stepsOf(told.runId),
    (count) => count > 0,
    15_000,
  );
  if (steps === 0) throw new Error('the act has no step');
}

function isBrowser(command: string): boolean {
  return command.includes('--user-data-dir=') && !command.includes('--type=');
}

function isRenderer(command: string): boolean {
  return command.includes('--type=renderer');
}
