import type { Bench, Row, RunSide } from '../bench.ts';
import { growthOf, slopeOf } from '../growth.ts';
import { newestPython } from '../newest-python.ts';
import { type Client, ourClient, pythonClient } from '../steps/client.ts';
import { held } from '../steps/held.ts';
import { startStepsService } from '../steps/steps-service.ts';

const COUNTS = [1, 2, 4, 8] as const;
const STEPS = 5;
/** Of the Python SDK, which waits for seconds in each. */
const STEPS_OF_PYTHON = 2;

/** Sessions at the same time in one process: what they do, and what each more takes. */
export const parallelSessions: Bench = {
  id: 'sessions',
  about: `A process opens 1, 2, 4 and 8 sessions on the static page, with a browser each, and has all of them do acts of ${STEPS} steps (${STEPS_OF_PYTHON} of the Python SDK) at the same time, with traces. A step is a click, settling and a look; the time has the opening look of each act, too. Memory is the greatest RSS so far, garbage included, without browsers, and of the Python SDK with Playwright's drivers; heap and buffers are what is left after collecting garbage.`,
  rows: [
    ...COUNTS.map(
      (count): Row => ({
        id: `throughput-${count}`,
        figure: count === 1 ? 'steps, one session' : `steps, ${count} sessions at once`,
        unit: 'per minute',
        peer: 'Python SDK',
        goals: [],
      }),
    ),
    {
      id: 'session-memory',
      figure: 'memory for one more session',
      unit: 'MB',
      peer: 'Python SDK',
      goals: [{ of: 'absolute', max: 15 }],
      floor:
        'of each picture there are three texts: the message of the browser, what Playwright reads in it, and the body of the request in one piece; V8 leaves them where they are until its heap has grown from 60 to 160 MB, and 2 MB are left of it after collecting',
    },
    {
      id: 'session-held',
      figure: 'heap and buffers for one more session',
      unit: 'MB',
      goals: [{ of: 'absolute', max: 15 }],
    },
    {
      id: 'session-growth',
      figure: 'growth with sessions: CPU of the client',
      unit: 'slope',
      goals: [{ of: 'absolute', max: 1.1 }],
    },
  ],
  prepare: ({ isFull, say }) =>
    held(async (keep) => {
      const service = keep(await startStepsService());
      const side =
        (start: () => Promise<Client>, steps: number): RunSide =>
        async () => {
          await using client = await start();
          const points: Point[] = [];
          for (const count of COUNTS) {
            await client.open({
              url: service.pageUrl('static'),
              withDom: false,
              sessions: count - (points.at(-1)?.count ?? 0),
              isTraced: true,
            });
            // New sessions have something to load and to compile.
            await client.act(1);
            const began = performance.now();
            const { cpuMs } = await client.act(steps);
            const perMinute = (count * steps * 60_000) / (performance.now() - began);
            points.push({ count, cpuMs, perMinute, ...(await client.memory()) });
          }
          return figuresOf(points);
        };
      const versions = isFull ? (await newestPython(say)).versions : {};
      const peer = async () => {
        // It waits most of the time, so that an exponent of what it computes says nothing of ours.
        const { 'session-growth': _, ...figures } = await side(
          () => pythonClient(service.url, say),
          STEPS_OF_PYTHON,
        )();
        return figures;
      };
      return {
        sides: { ours: side(async () => ourClient(service.url), STEPS), ...(isFull && { peer }) },
        warmUps: 0,
        versions,
      };
    }),
};

interface Point {
  readonly count: number;
  readonly cpuMs: number;
  readonly perMinute: number;
  readonly heldMegabytes: number;
  readonly peakMegabytes: number;
}

function figuresOf(points: readonly Point[]): Readonly<Record<string, number>> {
  const perSession = (of: (point: Point) => number) =>
    slopeOf(points.map((point) => ({ size: point.count, cost: of(point) })));
  const held = perSession(({ heldMegabytes }) => heldMegabytes);
  return {
    ...Object.fromEntries(points.map(({ count, perMinute }) => [`throughput-${count}`, perMinute])),
    'session-memory': perSession(({ peakMegabytes }) => peakMegabytes),
    ...(Number.isNaN(held) ? {} : { 'session-held': held }),
    'session-growth': growthOf(points.map(({ count, cpuMs }) => ({ size: count, cost: cpuMs }))),
  };
}
