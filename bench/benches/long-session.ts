import type { Bench } from '../bench.ts';
import { growthOf } from '../growth.ts';
import { ourClient } from '../steps/client.ts';
import { held } from '../steps/held.ts';
import { startStepsService } from '../steps/steps-service.ts';

/** In each of five turns, after the first 100 steps: 500 in all. */
const ACTS = [10, 20, 50] as const;
const STEPS_A_TURN = 80;

/** A session of 500 steps: whether it holds more and more, and whether long acts cost more than they have steps. */
export const longSession: Bench = {
  id: 'long-session',
  about: `One session of 500 steps on the static page, with traces, in acts of ${ACTS.join(', ')} steps, again and again. From step 100 on, memory is looked at every ${STEPS_A_TURN} steps, after collecting garbage.`,
  rows: [
    {
      id: 'long-session-held',
      figure: '100 steps more in a session: heap and buffers',
      unit: 'MB',
      goals: [{ of: 'absolute', max: 1 }],
    },
    {
      id: 'long-session-rss',
      figure: '100 steps more in a session: RSS',
      unit: 'MB',
      goals: [],
    },
    {
      id: 'steps-growth',
      figure: 'growth with steps of an act: CPU of the client',
      unit: 'slope',
      goals: [{ of: 'absolute', max: 1.1 }],
    },
  ],
  repeats: 5,
  prepare: () =>
    held(async (keep) => {
      const service = keep(await startStepsService());
      const client = keep(ourClient(service.url));
      await client.open({ url: service.pageUrl('static'), withDom: false, isTraced: true });
      for (const steps of [...ACTS, 20]) await client.act(steps);
      let last = await client.memory();
      const ours = async () => {
        const points: { readonly size: number; readonly cost: number }[] = [];
        for (const steps of ACTS) {
          // The opening look and the answer are a step more.
          points.push({ size: steps + 1, cost: (await client.act(steps)).cpuMs });
        }
        const before = last;
        last = await client.memory();
        return {
          'long-session-held': ((last.heldMegabytes - before.heldMegabytes) * 100) / STEPS_A_TURN,
          'long-session-rss': ((last.rssMegabytes - before.rssMegabytes) * 100) / STEPS_A_TURN,
          'steps-growth': growthOf(points),
        };
      };
      return { sides: { ours }, warmUps: 0 };
    }),
};
