/**
 * Local AWS of a checkout, in a process of its own: `serve.ts <project> <state folder>`. It tells its parent when it is
 * ready, and how large it is and how long it was busy at most when it is asked.
 */
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { startLocalAws } from '../../lib/local/index.ts';

const [project = '', stateDir = ''] = process.argv.slice(2);
const file = path.join(project, 'lib/local/index.ts');
const local: { startLocalAws: typeof startLocalAws } = await import(pathToFileURL(file).href);
const [began, usedBefore] = [performance.now(), process.cpuUsage()];
const { url } = await local.startLocalAws({ stateDir });
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
