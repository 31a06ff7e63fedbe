import type { Bench } from '../bench.ts';
import { growthOfAll, type Point } from '../growth.ts';
import { type BundledHost, startBundledHost } from '../steps/bundled-host.ts';
import { held } from '../steps/held.ts';
import { startStepsService } from '../steps/steps-service.ts';

/** Code is compiled by then. */
const FIRST_RUNS = 10;
const TURNS = 5;
/** Of a turn, once early and once late: 80 runs in all, or 200. */
const RUNS = { short: 7, full: 19 } as const;

/** Many runs in one host: whether it holds more and more, and whether later runs cost more. */
export const hostRuns: Bench = {
  id: 'host-runs',
  about: `A host from a bundle is invoked over HTTP, one run after another (80, and 200 with \`--full\`): a session with a browser and one act of a step, with traces. Those after the first ${FIRST_RUNS} are an early and a late half, of ${TURNS} parts each: a part of the late half is compared with the same one of the early half, by the CPU of a run (growth is that of the sum over all runs so far: 1 when late ones cost the same) and by memory after collecting garbage.`,
  rows: [
    {
      id: 'host-runs-held',
      figure: '100 runs more in a host: heap and buffers',
      unit: 'MB',
      goals: [{ of: 'absolute', max: 3 }],
    },
    { id: 'host-runs-rss', figure: '100 runs more in a host: RSS', unit: 'MB', goals: [] },
    {
      id: 'runs-growth',
      figure: 'growth with runs of a host: CPU of all so far',
      unit: 'slope',
      goals: [{ of: 'absolute', max: 1.1 }],
    },
  ],
  repeats: TURNS,
  prepare: ({ isFull }) =>
    held(async (keep) => {
      const service = keep(await startStepsService());
      const host = keep(await startBundledHost(service.url));
      const url = service.pageUrl('static');
      const run = async (times: number): Promise<void> => {
        for (let time = 0; time < times; time += 1) await host.invoke({ url });
      };
      await run(FIRST_RUNS);
      let last: Look = { ...(await lookAt(host)), runs: FIRST_RUNS };
      const part = async (): Promise<Part> => {
        const before = last;
        const times = isFull ? RUNS.full : RUNS.short;
        await run(times);
        last = { ...(await lookAt(host)), runs: before.runs + times };
        return {
          after: last,
          each: { size: before.runs + times / 2, cost: (last.cpuMs - before.cpuMs) / times },
        };
      };
      const early: Part[] = [];
      while (early.length < TURNS) early.push(await part());
      const ours = async () => {
        const [then, now] = [early.shift(), await part()];
        if (then === undefined) throw new Error(`There are ${TURNS} turns.`);
        const per100 = 100 / (now.after.runs - then.after.runs);
        return {
          'host-runs-held': (now.after.heldMegabytes - then.after.heldMegabytes) * per100,
          'host-runs-rss': (now.after.rssMegabytes - then.after.rssMegabytes) * per100,
          'runs-growth': growthOfAll(then.each, now.each),
        };
      };
      return { sides: { ours }, warmUps: 0 };
    }),
};

/** What the host holds, and has taken until then. */
interface Look {
  readonly runs: number;
  readonly cpuMs: number;
  readonly heldMegabytes: number;
  readonly rssMegabytes: number;
}

/** Some runs, one after another. */
interface Part {
  readonly after: Look;
  /** What one costs, in the middle of them. */
  readonly each: Point;
}

async function lookAt(host: BundledHost): Promise<Omit<Look, 'runs'>> {
  const { heldMegabytes = Number.NaN, rssMegabytes = Number.NaN, cpuMs = Number.NaN } = await host.invoke({});
  return { heldMegabytes, rssMegabytes, cpuMs };
}
