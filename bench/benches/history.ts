import type { Bench, Row } from '../bench.ts';
import { growthAbove, type Point } from '../growth.ts';
import { fillHistory, type History, measureHistory } from '../store/history.ts';

const ABOUT =
  'Local AWS on the state of so many runs, each with one or two sessions and two or three acts, by the built package in a process of its own that was killed before; its start is from that of the process until it listens. Lists are the first page of 100, ' +
  'requests go over HTTP, nine for each median; the list of the viewer is the slowest of six (home, all runs, a workflow, failed ones, two days, a text that all have), and its longest delay is the greatest of a turn, by the median of the turns.';

/** What a history costs that gets longer. */
export const history: Bench = {
  id: 'history',
  about: `${ABOUT} Growth is the exponent of what 3,000 and 10,000 runs cost more than 1,000, by how many more they are; it is 0 where 10,000 cost less than a tenth more.`,
  rows: [...rowsOf('10,000'), ...growthRows()],
  prepare: async (context) => await prepare(context, [1000, 3000, 10_000]),
};

/** The same, for who never deletes any. */
export const longHistory: Bench = {
  id: 'long-history',
  about:
    'As `history`, with 100,000 runs; growth is from 1,000 over 10,000 to 100,000. Memory is RSS after the start and one list by our client, and after all of the pages, lists and new runs that are measured here.',
  rows: [
    ...rowsOf('100,000'),
    {
      id: 'memory',
      figure: 'local AWS, 100,000 runs: memory',
      unit: 'MB',
      goals: [{ of: 'absolute', max: 400 }],
    },
    {
      id: 'memory-pages',
      figure: 'local AWS, 100,000 runs: memory after looking at pages',
      unit: 'MB',
      goals: [{ of: 'absolute', max: 400 }],
    },
    ...growthRows(),
  ],
  isFull: true,
  prepare: async (context) => await prepare(context, [1000, 10_000, 100_000]),
};

function rowsOf(runs: string): readonly Row[] {
  const row = (id: string, figure: string, max: number): Row => ({
    ...{
      id,
      figure: `${runs} runs: ${figure}`,
      unit: 'ms',
      goals: [{ of: 'absolute', max }],
    },
  });
  return [
    row('start', 'start of local AWS', 2000),
    row('list', 'list runs', 50),
    row('create', 'create a run', 10),
    row('run-page', 'page of a run', 100),
    row('list-page', 'list of the viewer', 50),
    row('blocked', 'longest delay by lists', 50),
    row('search', 'search for a text that no run has', 500),
  ];
}

function growthRows(): readonly Row[] {
  const row = (id: string, figure: string): Row => ({
    ...{
      id: `${id}-growth`,
      figure: `${figure}, over runs`,
      unit: 'slope',
      goals: [{ of: 'absolute', max: 1.1 }],
    },
  });
  return [
    row('start', 'start of local AWS (CPU)'),
    row('list', 'list runs'),
    row('create', 'create a run'),
    row('list-page', 'list of the viewer'),
  ];
}

async function prepare(
  { say, use }: Parameters<Bench['prepare']>[0],
  sizes: readonly [number, number, number],
) {
  say(`making ${sizes.map((size) => size.toLocaleString('en')).join(', ')} runs`);
  const [base, more, most] = sizes;
  const [few, many, all] = [
    use(await fillHistory(base)),
    use(await fillHistory(more)),
    use(await fillHistory(most)),
  ];
  return {
    sides: {
      ours: async () => {
        const least = await measureHistory(few);
        const [between, greatest] = [await measureHistory(many), await measureHistory(all)];
        const growth = (cost: keyof History): number => {
          const point = (size: number, of: History): Point => ({ size, cost: of[cost] });
          return growthAbove(point(base, least), [point(more, between), point(most, greatest)]);
        };
        return {
          ...{
            start: greatest.startMs,
            list: greatest.listMs,
            create: greatest.createMs,
            'run-page': greatest.runPageMs,
          },
          ...{ 'list-page': greatest.listPageMs, blocked: greatest.blockedMs, search: greatest.searchMs },
          ...(most > 10_000 && {
            memory: greatest.rssMegabytes,
            'memory-pages': greatest.rssOfPagesMegabytes,
          }),
          ...{ 'start-growth': growth('startCpuMs'), 'list-growth': growth('listMs') },
          ...{ 'create-growth': growth('createMs'), 'list-page-growth': growth('listPageMs') },
        };
      },
    },
  };
}
