import type { Bench } from '../bench.ts';
import { growthAbove, type Point } from '../growth.ts';
import { type Client, ourClient } from '../steps/client.ts';
import { held } from '../steps/held.ts';
import { startStepsService, stepOf } from '../steps/steps-service.ts';

/** The first one is what the others are more than. A step on 1,000 elements takes no less than on 2,000, so that it would hide growth. */
const SIZES = [2000, 5000, 20_000] as const;
const STEPS = 10;

/** Whether steps on pages of more elements cost more than that. */
export const pageSize: Bench = {
  id: 'page-size',
  about: `Acts of ${STEPS} steps with DOM on pages of ${SIZES.map((size) => size.toLocaleString('en')).join(', ')} elements, in a session each, by the fastest step, since other work makes all but that slower. Growth is that of what the others cost more than the first one, over what they have more; where the last one costs less than a tenth more, it is 0.`,
  rows: [
    {
      id: 'page-size-growth',
      figure: 'growth with elements of a page: step with DOM',
      unit: 'slope',
      goals: [{ of: 'absolute', max: 1.1 }],
    },
  ],
  prepare: () =>
    held(async (keep) => {
      const service = keep(await startStepsService());
      const clients: (readonly [number, Client])[] = [];
      for (const size of SIZES) {
        const client = keep(ourClient(service.url));
        await client.open({ url: service.pageUrl(`elements-${size}`), withDom: true });
        clients.push([size, client]);
      }
      const ours = async () => {
        const points: Point[] = [];
        for (const [size, client] of clients) {
          await client.act(STEPS);
          points.push({ size, cost: stepOf(await service.measured()).fastestMs });
        }
        const [base = { size: 0, cost: 0 }, ...more] = points;
        return { 'page-size-growth': growthAbove(base, more) };
      };
      return { sides: { ours } };
    }),
};
