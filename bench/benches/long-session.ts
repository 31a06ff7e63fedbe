import type { Bench } from '../bench.ts';
import { growthOf, growthOfAll, type Point } from '../growth.ts';
import { type Memory, ourClient } from '../steps/client.ts';
import { held } from '../steps/held.ts';
import { startStepsService } from '../steps/steps-service.ts';

/** Code is compiled by then. */
const FIRST_STEPS = 20;
const TURNS = 5;
/** Of a turn, once early and once late: 500 steps in all. */
const ACTS = [8, 40] as const;
const STEPS_A_PART = 48;
/** From a part of the early half to the same one of the late half. */
const STEPS_BETWEEN = TURNS * STEPS_A_PART;

/** A session of 500 steps: whether it holds more and more, whether late steps cost more, and whether long acts cost more than they have steps. */
export const longSession: Bench = {
  id: 'long-session',
  about: `One session of 500 steps on the static page, with traces, in acts of ${ACTS.join(' and ')} steps, again and again. Those after the first ${FIRST_STEPS} are an early and a late half, of ${TURNS} parts each: a part of the late half is compared with the same one of the early half, by the CPU of a step (growth is that of the sum over all steps so far: 1 when late ones cost the same) and by memory after collecting garbage.`,
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
    {
      id: 'session-steps-growth',
      figure: 'growth with steps of a session: CPU of all so far',
      unit: 'slope',
      goals: [{ of: 'absolute', max: 1.1 }],
    },
  ],
  repeats: TURNS,
  prepare: () =>
    held(async (keep) => {
      const service = keep(await startStepsService());
      const client = keep(ourClient(service.url));
      await client.open({ url: service.pageUrl('static'), withDom: false, isTraced: true });
      await client.act(FIRST_STEPS);
      let stepsSoFar = FIRST_STEPS;
      const part = async (): Promise<Part> => {
        const acts: Point[] = [];
        for (const steps of ACTS) {
          // The opening look and the answer are a step more.
          acts.push({ size: steps + 1, cost: (await client.act(steps)).cpuMs });
        }
        const middle = stepsSoFar + STEPS_A_PART / 2;
        stepsSoFar += STEPS_A_PART;
        const cost = acts.reduce((sum, act) => sum + act.cost, 0) / STEPS_A_PART;
        return { acts, each: { size: middle, cost }, memory: await client.memory() };
      };
      const early: Part[] = [];
      while (early.length < TURNS) early.push(await part());
      const ours = async () => {
        const [then, now] = [early.shift(), await part()];
        if (then === undefined) throw new Error(`There are ${TURNS} turns.`);
        const per100 = 100 / STEPS_BETWEEN;
        return {
          'long-session-held': (now.memory.heldMegabytes - then.memory.heldMegabytes) * per100,
          'long-session-rss': (now.memory.rssMegabytes - then.memory.rssMegabytes) * per100,
          'steps-growth': growthOf(now.acts),
          'session-steps-growth': growthOfAll(then.each, now.each),
        };
      };
      return { sides: { ours }, warmUps: 0 };
    }),
};

/** Some acts, one after another. */
interface Part {
  readonly acts: readonly Point[];
  /** What a step costs, in the middle of them. */
  readonly each: Point;
  readonly memory: Memory;
}
