import type { Bench, Row, RunSide } from '../bench.ts';
import { type Client, ourClient, pythonClient } from '../steps/client.ts';
import { held } from '../steps/held.ts';
import type { PageName } from '../steps/pages.ts';
import { openRawPage } from '../steps/raw-cdp.ts';
import { type StepsService, startStepsService, stepOf } from '../steps/steps-service.ts';
import { median } from '../verdict.ts';

/** What a step costs: the time between two requests of an act on a service that answers at once. A bench for each page. */
export function stepBenches(): readonly Bench[] {
  return PAGES.map(stepOn);
}

interface StepBench {
  readonly page: PageName;
  readonly figure: string;
  readonly withDom?: boolean;
  readonly ofPython: number;
  /** @default the limit is shown, and no goal */
  readonly ofLimit?: number;
}

const PAGES: readonly StepBench[] = [
  { page: 'static', figure: 'step, static page', ofPython: 0.04, ofLimit: 1.3 },
  { page: 'elements-2000', figure: 'step, 2,000 elements', ofPython: 0.04, ofLimit: 1.3 },
  { page: 'elements-20000', figure: 'step, 20,000 elements', ofPython: 0.04, ofLimit: 1.3 },
  { page: 'animating', figure: 'step, animating page', ofPython: 0.05 },
  { page: 'polling', figure: 'step, polling page', ofPython: 0.05 },
  { page: 'elements-2000', figure: 'step with DOM, 2,000 elements', withDom: true, ofPython: 0.05 },
  { page: 'elements-20000', figure: 'step with DOM, 20,000 elements', withDom: true, ofPython: 0.05 },
];

const STEPS = 8;
/** Of the Python SDK, which waits for seconds in each. */
const STEPS_OF_PYTHON = 3;

function stepOn({ page, figure, withDom = false, ofPython, ofLimit }: StepBench): Bench {
  const id = `step-${page}${withDom ? '-dom' : ''}`;
  const [time, cpu, payload, text] = [id, `${id}-cpu`, `${id}-payload`, `${id}-text`];
  const whole = `${id}-whole`;
  const rows: readonly Row[] = [
    {
      peer: 'Python SDK',
      ...(withDom ? {} : { limit: 'raw CDP' }),
      id: time,
      figure,
      unit: 'ms',
      goals: [
        { of: 'peer', max: ofPython },
        ...(ofLimit === undefined ? [] : [{ of: 'limit', max: ofLimit } as const]),
      ],
      ...(ofLimit === undefined
        ? {}
        : { floor: 'the next row: what a step cannot do without costs up to as much over the limit' }),
    },
    ...(withDom
      ? []
      : [
          {
            id: whole,
            figure: `${figure}, with what a step cannot do without`,
            unit: 'ms',
            limit: 'raw CDP that asks and sends, too',
            goals: [],
          } as const,
        ]),
    {
      id: cpu,
      figure: `client of a ${figure}`,
      unit: 'ms CPU',
      statistic: 'min',
      peer: 'Python SDK',
      goals: [{ of: 'peer', max: 0.08 }],
    },
    ...(withDom
      ? [
          {
            id: payload,
            figure: `request of a ${figure}`,
            unit: 'kB',
            peer: 'Python SDK',
            goals: [{ of: 'peer', max: 1 }],
          } as const,
          {
            id: text,
            figure: `DOM and boxes of a ${figure}`,
            unit: 'kB',
            peer: 'Python SDK',
            goals: [],
          } as const,
        ]
      : []),
  ];
  return {
    id,
    about: `Acts of ${STEPS} steps (${STEPS_OF_PYTHON} of the Python SDK), each a click, settling and a look, by a service with a fixed program. A step is from one request to the next; CPU is of the client without the browser, with the opening look of each act. The limit is a click and a screenshot by the browser's own protocol, one message after another, and nothing else; a second one also asks the page and sends the picture to the service, as every agent has to. All have browsers with the same switches. The Python SDK writes traces of its acts, which ours does where a workflow is deployed, and not here.`,
    rows,
    prepare: ({ isFull, say }) =>
      held(async (keep) => {
        const service = keep(await startStepsService());
        const url = service.pageUrl(page);
        const side = async (client: Client, steps: number): Promise<RunSide> => {
          await keep(client).open({ url, withDom });
          return async () => {
            const { stepMs, kilobytes, textKilobytes, cpuMs } = await sampleOf(client, service, steps);
            const sizes = withDom ? { [payload]: kilobytes, [text]: textKilobytes } : { [whole]: stepMs };
            return { [time]: stepMs, [cpu]: cpuMs, ...sizes };
          };
        };
        const ours = await side(ourClient(service.url), STEPS);
        const python = isFull ? await pythonClient(service.url, say) : undefined;
        const peer = python && { peer: await side(python, STEPS_OF_PYTHON) };
        const versions = python?.versions ?? {};
        if (withDom) return { sides: { ours, ...peer }, versions };
        const raw = keep(await openRawPage(url));
        const limit: RunSide = async () => {
          const [steps, wholeSteps]: [number[], number[]] = [[], []];
          while (steps.length < STEPS) steps.push(await raw.step());
          while (wholeSteps.length < STEPS) wholeSteps.push(await raw.wholeStep(service.url));
          return { [time]: median(steps), [whole]: median(wholeSteps) };
        };
        return { sides: { ours, ...peer, limit }, versions };
      }),
  };
}

async function sampleOf(client: Client, service: StepsService, steps: number) {
  const { cpuMs } = await client.act(steps);
  // The opening look and the answer are a step more.
  return { ...stepOf(await service.measured()), cpuMs: cpuMs / (steps + 1) };
}
