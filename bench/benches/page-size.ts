import type { Bench } from '../bench.ts';
import { growthOf } from '../growth.ts';
import { type Client, ourClient } from '../steps/client.ts';
import { held } from '../steps/held.ts';
import { startStepsService, stepOf } from '../steps/steps-service.ts';

const SIZES = [1000, 2000, 5000, 20_000] as const;
const STEPS = 6;

/** Whether steps on pages of more elements cost more than that. */
export const pageSize: Bench = {
  id: 'page-size',
  about: `Acts of ${STEPS} steps with DOM on pages of ${SIZES.map((size) => size.toLocaleString('en')).join(', ')} elements, in a session each.`,
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
        const points: { readonly size: number; readonly cost: number }[] = [];
        for (const [size, client] of clients) {
          await client.act(STEPS);
          points.push({ size, cost: stepOf(await service.measured()).stepMs });
        }
        return { 'page-size-growth': growthOf(points) };
      };
      return { sides: { ours } };
    }),
};
