import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Child } from '../child.ts';
import { eventually } from '../eventually.ts';
import type { Fault } from '../fault.ts';
import type { Stage } from '../stage.ts';

/** Programs that developers start themselves. */
export const laptops: readonly Fault[] = [
  ends(
    'laptop-sigint',
    'Ctrl-C in a program with a run',
    'SIGINT',
    'ended by SIGINT, run FAILED',
    (end) => end === 'SIGINT' || end === 130,
  ),
  ends(
    'laptop-sigterm',
    'SIGTERM to a program with a run',
    'SIGTERM',
    'ended by SIGTERM, run FAILED',
    (end) => end === 'SIGTERM' || end === 143,
  ),
  {
    name: 'laptop-uncaught',
    done: 'An exception in a timer of a program, caught by nobody',
    right: 'the exit code is not 0, the error is printed, and the run FAILED',
    play: async (stage) => {
      const { child, runId } = await start(stage, 'uncaught');
      const end = await ended(child);
      stage.expect('status', end !== 0 && end !== undefined, `ended with ${end}`);
      stage.expect('status', child.stderr().includes('thrown in a timer'), 'the error is not printed');
      await stage.run({ runId }, 'FAILED', { withinMs: 1_000 });
    },
  },
  {
    name: 'laptop-never-settles',
    done: 'A workflow whose promise never settles, with nothing left to do for Node',
    right: 'the exit code is not 0, and the run FAILED',
    play: async (stage) => {
      const { child, runId } = await start(stage, 'never');
      const end = await ended(child);
      stage.expect('status', end !== 0 && end !== undefined, `ended with ${end}`);
      await stage.run({ runId }, 'FAILED', { withinMs: 1_000 });
    },
  },
  {
    name: 'laptop-sigkill',
    done: 'SIGKILL to a program with a run',
    right: 'the run stays RUNNING: nobody else may end the run of a laptop (documented)',
    play: async (stage) => {
      const { child, runId } = await start(stage, 'wait');
      child.kill('SIGKILL');
      await ended(child);
      await stage.run({ runId }, 'RUNNING', { withinMs: 1_000 });
    },
  },
];

function ends(
  name: string,
  done: string,
  signal: NodeJS.Signals,
  right: string,
  isRight: (end: number | NodeJS.Signals | undefined) => boolean,
): Fault {
  return {
    name,
    done,
    right,
    play: async (stage) => {
      const { child, runId } = await start(stage, 'wait');
      child.kill(signal);
      const end = await ended(child);
      stage.expect('status', isRight(end), `ended with ${end}`);
      await stage.run({ runId }, 'FAILED', { withinMs: 1_000 });
    },
  };
}

/** Starts the program, and waits for its run. */
export async function start(
  stage: Stage,
  deed: 'wait' | 'uncaught' | 'never',
  aws = stage.aws,
): Promise<{ readonly child: Child; readonly runId: string; end(): void }> {
  const file = path.join(stage.checkout.folder('laptop'), 'end');
  const child = stage.checkout.start('laptop.ts', [deed, file], aws.environment);
  stage.atEnd(async () => {
    const left = child.end === undefined && child.pid > 0;
    child.kill('SIGKILL');
    return left ? ['the program'] : [];
  });
  const runId = await eventually(
    () => /^run (\S+)$/m.exec(child.stdout())?.[1],
    (id) => id !== undefined || child.end !== undefined,
    20_000,
  );
  if (runId === undefined) throw new Error(`the program has no run: ${child.stderr()}`);
  return { child, runId, end: () => writeFileSync(file, '') };
}

function ended(child: Child): Promise<number | NodeJS.Signals | undefined> {
  return eventually(
    () => child.end,
    (end) => end !== undefined,
    20_000,
  );
}
