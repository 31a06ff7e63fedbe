import type { Bench } from '../bench.ts';
import { type Memory, ourClient } from '../steps/client.ts';
import { held } from '../steps/held.ts';
import { startStepsService } from '../steps/steps-service.ts';
import { growthOf, slopeOf } from '../verdict.ts';

/** The last ones only fill the session up. */
const ACTS = [25, 50, 100, 199, 50, 50, 26] as const;
const GROWING = 4;

/** A session of 500 steps: whether it holds more and more, and whether long acts cost more than they have steps. */
export const longSession: Bench = {
  id: 'long-session',
  about: `One session of 500 steps on the static page, with traces, in acts of ${ACTS.join(', ')} steps. Memory is looked at after each act, after collecting garbage; its growth is the slope from step 75 on. Growth of time is over the first ${GROWING} acts.`,
  rows: [
    { id: 'long-session-held', figure: '500 steps in a session: heap and buffers, for 100 steps', unit: 'MB', goals: [{ of: 'absolute', max: 1 }] },
    { id: 'long-session-rss', figure: '500 steps in a session: RSS, for 100 steps', unit: 'MB', goals: [{ of: 'absolute', max: 5 }] },
    { id: 'steps-growth', figure: 'growth with steps of an act: CPU of the client', unit: 'slope', goals: [{ of: 'absolute', max: 1.1 }] },
    { id: 'steps-time-growth', figure: 'growth with steps of an act: time', unit: 'slope', goals: [{ of: 'absolute', max: 1.1 }] },
  ],
  repeats: 1,
  prepare: () =>
    held(async (keep) => {
      const service = keep(await startStepsService());
      const ours = async () => {
        await using client = ourClient(service.url);
        await client.open({ url: service.pageUrl('static'), withDom: false, isTraced: true });
        await client.act(5);
        let size = 0;
        const points: (Memory & { readonly size: number; readonly steps: number; readonly cpuMs: number; readonly ms: number })[] = [];
        for (const steps of ACTS) {
          size += steps;
          const began = performance.now();
          const { cpuMs } = await client.act(steps);
          points.push({ size, steps, cpuMs, ms: performance.now() - began, ...(await client.memory()) });
        }
        const growing = points.slice(0, GROWING);
        const later = points.slice(1);
        return {
          'long-session-held': 100 * slopeOf(later.map(({ size, heldMegabytes: cost }) => ({ size, cost }))),
          'long-session-rss': 100 * slopeOf(later.map(({ size, rssMegabytes: cost }) => ({ size, cost }))),
          // The opening look and the answer are a step more.
          'steps-growth': growthOf(growing.map(({ steps, cpuMs: cost }) => ({ size: steps + 1, cost }))),
          'steps-time-growth': growthOf(growing.map(({ steps, ms: cost }) => ({ size: steps + 1, cost }))),
        };
      };
      return { sides: { ours }, warmUps: 0 };
    }),
};
