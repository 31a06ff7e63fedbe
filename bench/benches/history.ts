import type { Bench, Row } from '../bench.ts';
import { growthOf } from '../growth.ts';
import { fillHistory, type History, measureHistory } from '../store/history.ts';

const ABOUT =
  'Local AWS on the state of so many runs, each with one or two sessions and two or three acts, in a process of its own that was killed before. Lists are the first page of 100, ' +
  'requests go over HTTP, nine for each median; the list of the viewer is the slowest of six (home, all runs, a workflow, failed ones, two days, a text that all have).';

/** What a history costs that gets longer. */
export const history: Bench = {
  id: 'history',
  about: `${ABOUT} Growth is that from 1,000 to 10,000 runs.`,
  rows: [...rowsOf('10,000'), ...growthRows()],
  prepare: async (context) => await prepare(context, [1000, 10_000]),
};

/** The same, for who never deletes any. */
export const longHistory: Bench = {
  id: 'long-history',
  about:
    'The same with 100,000 runs. Growth is that from 10,000; memory is that before the viewer is asked for lists.',
  rows: [
    ...rowsOf('100,000'),
    {
      id: 'memory',
      figure: 'local AWS, 100,000 runs: memory',
      unit: 'MB',
      goals: [{ of: 'absolute', max: 400 }],
      floor:
        '230 are there before a run is read, 70 of them of tsx and source maps, which the package as it is built does not have (it takes 320 in all); 113 are the index, 1.1 kB a run, most of it ids and what finds them; the rest is garbage of tables that have grown',
    },
    ...growthRows(),
  ],
  isFull: true,
  prepare: async (context) => await prepare(context, [10_000, 100_000]),
};

function rowsOf(runs: string): readonly Row[] {
  const row = (id: string, figure: string, max: number): Row => ({
    ...{
      id,
      figure: `${runs} runs: ${figure}`,
      unit: 'ms',
      statistic: 'min',
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
    row('search', 'text that is in none', 500),
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

async function prepare({ say, use }: Parameters<Bench['prepare']>[0], sizes: readonly [number, number]) {
  say(`making ${sizes.map((size) => size.toLocaleString('en')).join(' and ')} runs`);
  const [few, many] = [use(await fillHistory(sizes[0])), use(await fillHistory(sizes[1]))];
  return {
    sides: {
      ours: async () => {
        const [less, more] = [await measureHistory(few), await measureHistory(many)];
        const growth = (cost: keyof History): number =>
          growthOf([
            { size: sizes[0], cost: less[cost] },
            { size: sizes[1], cost: more[cost] },
          ]);
        return {
          ...{ start: more.startMs, list: more.listMs, create: more.createMs, 'run-page': more.runPageMs },
          ...{ 'list-page': more.listPageMs, blocked: more.blockedMs, search: more.searchMs },
          ...(sizes[1] > 10_000 && { memory: more.rssMegabytes }),
          ...{ 'start-growth': growth('startCpuMs'), 'list-growth': growth('listMs') },
          ...{ 'create-growth': growth('createMs'), 'list-page-growth': growth('listPageMs') },
        };
      },
    },
  };
}
