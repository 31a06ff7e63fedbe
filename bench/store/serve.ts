/**
 * Local AWS in a process of its own: `serve.ts <state folder>`. It tells its parent when it is
 * ready, and how large it is and how long it was busy at most when it is asked.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startLocalAws } from '../../lib/local/index.ts';

const [stateDir = ''] = process.argv.slice(2);
const [began, usedBefore] = [performance.now(), process.cpuUsage()];
const { url } = await startLocalAws({ stateDir });
const { user, system } = process.cpuUsage(usedBefore);
const ready: ServerReady = { url, startMs: performance.now() - began, startCpuMs: (user + system) / 1000 };
process.send?.(ready);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', (question) => {
  if (question === 'rss') process.send?.(process.memoryUsage().rss);
  else process.send?.(delay.max / 1e6, () => delay.reset());
});

/** What it says when it has started. */
export interface ServerReady {
  readonly url: string;
  /** From the call of `startLocalAws` until it listens; loading the code is not in it. */
  readonly startMs: number;
  readonly startCpuMs: number;
}
