/**
 * What Playwright traces cost: acts of three steps on the demo site, one session for each way in turn; and cleaning a large one.
 * Run: npx tsx bench/trace-cost.ts [--json] [--rounds 5]
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ZipFile } from 'yazl';
import { ContextTracing } from '../lib/browser/index.ts';
import { TRACE_WORDS, type TraceWord } from '../lib/contract/browser-trace.ts';
import { NovaAct, type TraceFile, type TraceSink, Workflow } from '../lib/sdk/index.ts';
import { cleanZip } from '../lib/sdk/traces/browser/clean-zip.ts';
import { SecretSearch } from '../lib/sdk/traces/browser/secret-search.ts';
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

/** Of about 3 MB, 12 MB unpacked: copies of pages, requests with cookies, pictures, scripts and one that is no UTF-8. */
async function writeLargeTrace(file: string): Promise<void> {
  const zip = new ZipFile();
  const row = (at: number) => [
    ...['LI', { class: `item item-${at % 7}`, href: `https://shop.example/p/${at}?a=1&b=%20${at}` }],
    ['B', {}, `Thing "${at}" & more`],
    ...['INPUT', { __playwright_value_: `${at}`, value: 'a' }],
  ];
  const snapshot = (at: number) => ({
    type: 'frame-snapshot',
    snapshot: {
      callId: `call@${at}`,
      html: ['HTML', {}, ['BODY', {}, ...range(150).map((n) => row(at * n))]],
    },
  });
  const request = (at: number) => ({
    type: 'resource-snapshot',
    snapshot: {
      request: {
        url: `https://shop.example/${at}`,
        headers: range(12).map((n) => ({ name: `x-header-${n}`, value: `value ${at * n}` })),
        cookies: range(10).map((n) => ({ name: `c${n}`, value: `cookie-of-shop-${n}` })),
      },
      response: { headers: [{ name: 'Set-Cookie', value: `a=${at % 9}-is-set-for-shop; Path=/` }] },
    },
  });
  const add = (name: string, events: readonly object[]): void =>
    zip.addBuffer(Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join('')), name);
  add('trace.trace', range(320).map(snapshot));
  add('trace.network', range(300).map(request));
  for (const at of range(40)) zip.addBuffer(noise(60_000, at), `screencast/${at}.jpeg`, { compress: false });
  for (const at of range(10))
    zip.addBuffer(Buffer.from(`function f${at}(a) { return "b" + a; }\n`.repeat(2000)), `resources/${at}.js`);
  zip.addBuffer(
    Buffer.from('<p class="é">Prix: 3 &euro; %20</p>\n'.repeat(5000), 'latin1'),
    'resources/a.html',
  );
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Bytes as those of a picture, the same ones each time. */
function noise(length: number, seed: number): Buffer {
  let state = seed + 1;
  return Buffer.from(
    range(length).map(() => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}

async function cleaning(): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trace-cost-'));
  try {
    const [from, to] = [path.join(folder, 'from.zip'), path.join(folder, 'to.zip')];
    await writeLargeTrace(from);
    const environment = { SHOP_PASSWORD: 'c0rrect&horse"battery', SHOP_TOKEN: 'Grüße&geheim"4711' };
    const samples: number[] = [];
    const ofProcessor: number[] = [];
    for (const _ of range(5)) {
      const before = process.cpuUsage();
      samples.push(await timed(() => cleanZip(from, to, new SecretSearch(environment))));
      ofProcessor.push(process.cpuUsage(before).user / 1000);
    }
    const kilobytes = Math.round(statSync(from).size / 1024);
    return { kilobytes, cleanMs: median(samples), cleanCpuMs: median(ofProcessor) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
  });
  const large = await cleaning();
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
    console.log(JSON.stringify({ node: process.version, cpus: cpus().length, report, large }, null, 2));
  else {
    console.table(report);
    console.table(large);
  }
}

void main();
