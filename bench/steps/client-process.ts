/** Runs acts by this project's SDK as it is told on standard input, a line of JSON each, and answers what they took. */
import { createInterface } from 'node:readline';
import { NovaAct, type TraceSink, Workflow } from '../../lib/sdk/index.ts';
import type { OpenSessions } from './client.ts';

interface Asked {
  readonly open?: OpenSessions;
  readonly act?: number;
  readonly memory?: true;
}

/** Traces are made, as of workflows that are deployed, and taken in no time. */
const NOWHERE: TraceSink = { name: 'nowhere', put: async () => undefined };
const workflow = await Workflow.start({ definitionName: 'bench', logLevel: 'error' });
let sessions: readonly NovaAct[] = [];
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await done(JSON.parse(line))));
await close();
workflow.succeed();
await workflow.close();

async function done({ open, act, memory }: Asked): Promise<Readonly<Record<string, number>>> {
  if (open !== undefined) {
    const { url, withDom, sessions: count = 1, isTraced = false } = open;
    const artifacts = isTraced ? NOWHERE : false;
    const options = { workflow, startingPage: url, replayable: withDom, artifacts } as const;
    sessions = [
      ...sessions,
      ...(await Promise.all(Array.from({ length: count }, () => NovaAct.start(options)))),
    ];
  }
  const before = process.cpuUsage();
  const began = performance.now();
  if (act !== undefined)
    await Promise.all(sessions.map((nova) => nova.act(`Click ${act} times`, { maxSteps: act + 2 })));
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, wallMs: performance.now() - began, ...(memory && megabytes()) };
}

/** What is held after collecting what is not. */
function megabytes(): Readonly<Record<string, number>> {
  const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  for (let time = 0; time < 3; time += 1) globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heldMegabytes: (heapUsed + external) / 1e6, rssMegabytes: rss / 1e6, peakMegabytes };
}

async function close(): Promise<void> {
  await Promise.all(sessions.map((nova) => nova.close()));
}
