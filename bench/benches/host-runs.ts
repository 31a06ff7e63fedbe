import type { Bench } from '../bench.ts';
import { growthOf } from '../growth.ts';
import { type BundledHost, startBundledHost } from '../steps/bundled-host.ts';
import { held } from '../steps/held.ts';
import { startStepsService } from '../steps/steps-service.ts';

/** In each of five turns, after the first ones: 80 in all, or 200. */
const RUNS = { short: [2, 4, 8], full: [5, 10, 23] } as const;
const FIRST_RUNS = 10;

/** Many runs in one host: whether it holds more and more, and whether later runs cost more. */
export const hostRuns: Bench = {
  id: 'host-runs',
  about: `A host from a bundle is invoked over HTTP, one run after another (80, and 200 with \`--full\`): a session with a browser and one act of a step, with traces. From run ${FIRST_RUNS} on, memory is looked at five times, after collecting garbage.`,
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
      figure: 'growth with runs of a host: CPU',
      unit: 'slope',
      goals: [{ of: 'absolute', max: 1.1 }],
    },
  ],
  repeats: 5,
  prepare: ({ isFull }) =>
    held(async (keep) => {
      const service = keep(await startStepsService());
      const host = keep(await startBundledHost(service.url));
      const url = service.pageUrl('static');
      const run = async (times: number): Promise<void> => {
        for (let time = 0; time < times; time += 1) await host.invoke({ url });
      };
      await run(FIRST_RUNS);
      let last = await lookAt(host);
      const ours = async () => {
        const before = last;
        const points: { readonly size: number; readonly cost: number }[] = [];
        let runs = 0;
        for (const size of isFull ? RUNS.full : RUNS.short) {
          const { cpuMs } = last;
          await run(size);
          runs += size;
          last = await lookAt(host);
          points.push({ size, cost: last.cpuMs - cpuMs });
        }
        return {
          'host-runs-held': ((last.heldMegabytes - before.heldMegabytes) * 100) / runs,
          'host-runs-rss': ((last.rssMegabytes - before.rssMegabytes) * 100) / runs,
          'runs-growth': growthOf(points),
        };
      };
      return { sides: { ours }, warmUps: 0 };
    }),
};

async function lookAt(host: BundledHost) {
  const { heldMegabytes = Number.NaN, rssMegabytes = Number.NaN, cpuMs = Number.NaN } = await host.invoke({});
  return { heldMegabytes, rssMegabytes, cpuMs };
}
