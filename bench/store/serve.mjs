/**
 * Local AWS of the built package, in a process of its own: `serve.mjs <state folder>`. It tells its parent when it is ready, as a `ServerReady`,
 * and how large it is and how long it was busy at most when it is asked.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startLocalAws } from '../../dist/cjs/lib/local/index.js';

const [stateDir = ''] = process.argv.slice(2);
const usedBefore = process.cpuUsage();
const { url } = await startLocalAws({ stateDir });
const { user, system } = process.cpuUsage(usedBefore);
// Node counts from the start of the process.
process.send?.({ url, startMs: performance.now(), startCpuMs: (user + system) / 1000 });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', (question) => {
  if (question === 'rss') process.send?.(process.memoryUsage().rss);
  else process.send?.(delay.max / 1e6, () => delay.reset());
});
