/**
 * What Playwright traces cost: acts of three steps on the demo site, one session for each way in turn.
 * Run: npx tsx bench/trace-cost.ts [--json] [--rounds 5]
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ContextTracing } from '../lib/browser/index.ts';
import { TRACE_WORDS, type TraceWord } from '../lib/contract/browser-trace.ts';
import { NovaAct, type TraceFile, type TraceSink, Workflow } from '../lib/sdk/index.ts';
import { agentCall, type Scenario, scriptedAgent, startScenario } from '../lib/testing/index.ts';

const ACTS = 6;
const box = { x: 700, y: 300, width: 200, height: 60 };
const look = [agentCall.hover(box), agentCall.settle()];
const agent = scriptedAgent([
  { prompt: /^Look/, steps: [look, [agentCall.click(box), agentCall.settle()]], returns: 'seen' },
]);

interface Measured {
  readonly actMs: number[];
  /** Within it: until what was recorded is written aside. */
  readonly endMs: number[];
  readonly closeMs: number[];
  readonly traceKilobytes: number[];
}

async function session(scenario: Scenario, trace: TraceWord, measured: Measured): Promise<void> {
  const files: TraceFile[] = [];
  ends = measured.endMs;
  const artifacts: TraceSink = { name: 'memory', put: async (file) => void files.push(file) };
  await scenario.run(() =>
    Workflow.run({ definitionName: 'bench', trace, artifacts }, async (run) => {
      const nova = await NovaAct.start({ startingPage: `${run.localAwsUrl}/demo/` });
      for (let act = 0; act < ACTS; act += 1) {
        if (act > 0) await nova.goToUrl(`${run.localAwsUrl}/demo/`);
        measured.actMs.push(await timed(() => nova.act(`Look ${act}`)));
      }
      measured.closeMs.push(await timed(() => nova.close()));
    }),
  );
  const traces = files.filter(({ kind }) => kind === 'browser-trace');
  measured.traceKilobytes.push(...traces.map(({ body }) => body.length / 1024));
}

let ends: number[] = [];
const { cut } = ContextTracing.prototype;
ContextTracing.prototype.cut = async function (this: ContextTracing, options) {
  ends.push(await timed(() => cut.call(this, options)));
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(samples: readonly number[]): number | null {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle * 10) / 10;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
  });
  const measured = Object.fromEntries(
    TRACE_WORDS.map((word): [string, Measured] => [
      word,
      { actMs: [], endMs: [], closeMs: [], traceKilobytes: [] },
    ]),
  );
  await using scenario = await startScenario({ agent });
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const word of TRACE_WORDS) {
      const into = measured[word];
      if (into !== undefined) await session(scenario, word, into);
    }
  const report = Object.entries(measured).map(([trace, { actMs, endMs, closeMs, traceKilobytes }]) => ({
    trace,
    actMs: median(actMs),
    endMs: median(endMs),
    closeMs: median(closeMs),
    traceKilobytes: median(traceKilobytes),
  }));
  if (values.json)
    console.log(JSON.stringify({ node: process.version, cpus: cpus().length, report }, null, 2));
  else console.table(report);
}

void main();
