import type { Bench, PreparedBench, Row } from '../../bench/bench.ts';

/** A row that is to be a tenth of its peer. */
export function row(more: Partial<Row> = {}): Row {
  return { id: 'start', figure: 'start', unit: 'ms', goals: [{ of: 'peer', max: 0.1 }], ...more };
}

/** A bench with the row {@link row}, of which nothing is measured but what the test says. */
export function bench(id: string, prepared: Partial<PreparedBench>, more: Partial<Bench> = {}): Bench {
  return {
    id,
    about: `What ${id} costs.`,
    rows: [row()],
    prepare: async () => ({
      sides: { ours: async () => ({ start: 1 }) },
      ...prepared,
    }),
    ...more,
  };
}
