/**
 * Measures every claim side by side, and prints one table.
 * Run: npm run bench [-- --full --only <id,id> --repeats N --json]
 */
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, Row, Side } from './bench.ts';
import { BENCHES } from './benches/index.ts';
import { type Judged, judge } from './verdict.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    repeats: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const only = values.only?.split(',');
const asked = BENCHES.filter(({ id, isFull = false }) => only?.includes(id) ?? (values.full || !isFull));
const say = (text: string): void => console.error(text);

const rows: MeasuredRow[] = [];
for (const bench of asked) rows.push(...(await measure(bench, Number(values.repeats))));
const result = { machine: machine(), rows };
if (values.json) console.log(JSON.stringify(result, null, 2));
else console.table(rows.map(({ row, judged }) => ({ figure: row.figure, ...judged })));
if (rows.some(({ judged }) => judged.verdict === 'not met')) process.exitCode = 1;

interface MeasuredRow {
  readonly row: Row;
  readonly samples: Readonly<Partial<Record<Side, readonly number[]>>>;
  readonly judged: Judged;
}

async function measure(bench: Bench, wanted: number): Promise<readonly MeasuredRow[]> {
  say(`${bench.id} …`);
  await using prepared = await bench.prepare({ say, isFull: values.full || only !== undefined });
  const { warmUps = 1, sides } = prepared;
  const runs = bench.repeats ?? wanted;
  const samples = new Map(bench.rows.map(({ id }) => [id, {} as Partial<Record<Side, number[]>>]));
  for (let run = -warmUps; run < runs; run += 1) {
    for (const side of ['ours', 'peer', 'limit'] as const) {
      const got = await sides[side]?.();
      if (got === undefined || run < 0) continue;
      for (const [id, value] of Object.entries(got)) {
        const of = samples.get(id);
        if (of === undefined) throw new Error(`The bench "${bench.id}" has no row "${id}".`);
        of[side] = [...(of[side] ?? []), value];
      }
    }
  }
  return bench.rows.map((row) => {
    const of = samples.get(row.id) ?? {};
    return { row, samples: of, judged: judge(row, of) };
  });
}

function machine(): Readonly<Record<string, string | number>> {
  const [cpu] = cpus();
  return {
    processors: cpus().length,
    model: cpu?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    node: process.version,
  };
}
