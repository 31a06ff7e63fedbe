/**
 * What a step costs on the client: settle + observe + act, without the service.
 * Run: npx tsx bench/step-cost.ts [--json] [--repeats 40]
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import {
  type Actuator,
  createActuator,
  findBrowser,
  localBrowser,
  type OpenBrowser,
} from '../lib/browser/index.ts';

interface Timings {
  readonly medianMs: number;
  readonly p90Ms: number;
}

interface Measured {
  readonly phases: Record<string, Timings>;
  /** The simplified DOM and its boxes, as they are sent with each step. */
  readonly domKilobytes?: number;
}

interface Scenario {
  readonly name: string;
  readonly html: string;
  readonly captureDom: boolean;
}

const STATIC_PAGE = `<!doctype html><title>Static</title><h1>Static page</h1>
  <button id=b style="position:absolute;left:40px;top:100px;width:120px;height:40px">Button</button>
  <p style="margin-top:120px">${'Some text to lay out and paint. '.repeat(200)}</p>`;
/** Six elements each. */
const rows = (howMany: number): string =>
  Array.from(
    { length: howMany },
    (_row, n) => `<tr><td>${n}</td><td><a href="#${n}">Row ${n}</a></td><td><input value="${n}"></td></tr>`,
  ).join('');
const withRows = (howMany: number): string =>
  STATIC_PAGE.replace('</p>', `</p><table>${rows(howMany)}</table>`);
const LARGE_PAGE = withRows(400);
const VERY_LARGE_PAGE = withRows(3333);
const BUTTON = '<box>100,40,140,160</box>';

const SCENARIOS: readonly Scenario[] = [
  { name: 'static page', html: STATIC_PAGE, captureDom: false },
  { name: 'static page, with DOM', html: STATIC_PAGE, captureDom: true },
  { name: '2,000 elements', html: LARGE_PAGE, captureDom: false },
  { name: '2,000 elements, with DOM', html: LARGE_PAGE, captureDom: true },
  { name: '20,000 elements', html: VERY_LARGE_PAGE, captureDom: false },
  { name: '20,000 elements, with DOM', html: VERY_LARGE_PAGE, captureDom: true },
];

function timings(samples: readonly number[]): Timings {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { medianMs: round(at(0.5)), p90Ms: round(at(0.9)) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function step(
  actuator: Actuator,
): Promise<{ settle: number; observe: number; act: number; total: number }> {
  const act = await timed(() => actuator.perform({ name: 'agentClick', box: BUTTON, clickType: 'left' }));
  const settle = await timed(() => actuator.settle());
  const observe = await timed(() => actuator.observe());
  return { settle, observe, act, total: settle + observe + act };
}

async function measure(
  browser: OpenBrowser,
  { scenario, repeats }: { scenario: Scenario; repeats: number },
): Promise<Measured> {
  const actuator = createActuator({ browser, captureDom: scenario.captureDom });
  await browser.page().goto('about:blank');
  await browser.page().setContent(scenario.html);
  // The first steps warm the browser up.
  for (let n = 0; n < 3; n += 1) await step(actuator);
  const steps = [];
  for (let n = 0; n < repeats; n += 1) steps.push(await step(actuator));
  const { simplifiedDOM, idToBboxMap } = await actuator.observe();
  return {
    phases: {
      settle: timings(steps.map((each) => each.settle)),
      observe: timings(steps.map((each) => each.observe)),
      act: timings(steps.map((each) => each.act)),
      total: timings(steps.map((each) => each.total)),
    },
    domKilobytes: round(Buffer.byteLength(simplifiedDOM + JSON.stringify(idToBboxMap)) / 1000),
  };
}

async function measureLaunch(repeats: number): Promise<Record<string, Timings>> {
  const opens: number[] = [];
  const closes: number[] = [];
  for (let n = 0; n < repeats; n += 1) {
    const start = performance.now();
    const browser = await localBrowser({ onNotice: () => {} }).open();
    opens.push(performance.now() - start);
    closes.push(await timed(() => browser.close()));
  }
  return { open: timings(opens), close: timings(closes) };
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, repeats: { type: 'string', default: '40' } },
});
const repeats = Math.max(1, Number.parseInt(values.repeats, 10) || 40);

const results: Record<string, Measured> = {
  'browser start': { phases: await measureLaunch(Math.min(repeats, 10)) },
};
for (const scenario of SCENARIOS) {
  // A browser of its own, so that no scenario hears the watchers of another.
  await using browser = await localBrowser({ onNotice: () => {} }).open();
  results[scenario.name] = await measure(browser, { scenario, repeats });
}

if (values.json) {
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version };
  console.log(JSON.stringify({ machine, browser: findBrowser().executablePath, repeats, results }, null, 2));
} else {
  for (const [name, { phases, domKilobytes = 0 }] of Object.entries(results)) {
    console.log(domKilobytes > 1 ? `${name}: ${domKilobytes} kB` : name);
    console.table(phases);
  }
}
