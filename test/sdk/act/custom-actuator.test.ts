import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startActuator } from '../../../lib/sdk/act/adapt-actuator.ts';
import {
  AgentRedirectError,
  type CustomActuator,
  type CustomObservation,
  defineTool,
  NovaAct,
  type NovaActOptions,
  parseBox,
  Workflow,
} from '../../../lib/sdk/index.ts';
import { type AgentCall, agentCall, type Scenario, startScenario } from '../../../lib/testing/index.ts';

const SIZE = { width: 1600, height: 813 };
const LAMP = { x: 100, y: 50, width: 40, height: 20 };

let scenario: Scenario;
let decide: (stepCount: number, told: readonly (string | null)[]) => readonly AgentCall[];

beforeAll(async () => {
  const agent = {
    name: 'told',
    decide: async ({ steps }: { steps: readonly { results: readonly (string | null)[] }[] }) =>
      decide(steps.length, steps.at(-1)?.results ?? []),
  };
  scenario = await startScenario({ agent });
});

afterAll(() => scenario.close());

/** A room with a lamp, in place of a browser. */
class Room implements CustomActuator {
  readonly happened: string[] = [];
  isLit = false;

  async start(): Promise<void> {
    this.happened.push('start');
  }

  async observe(): Promise<CustomObservation> {
    return { activeURL: 'room://lamp', screenshotBase64: png(SIZE, this.isLit ? 255 : 0) };
  }

  async perform(action: Parameters<CustomActuator['perform']>[0]): Promise<void> {
    if (action.name !== 'agentClick') throw new AgentRedirectError(`A room has no ${action.name}.`);
    const { x, y } = parseBox(action.box, SIZE).center;
    const isOnLamp = x >= LAMP.x && x <= LAMP.x + LAMP.width && y >= LAMP.y && y <= LAMP.y + LAMP.height;
    if (!isOnLamp) throw new Error('the wall was hit');
    this.isLit = !this.isLit;
  }

  async stop(): Promise<void> {
    this.happened.push('stop');
  }
}

/** A grey picture. */
function png({ width, height }: typeof SIZE, grey: number): string {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, grey);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return `data:image/png;base64,${Buffer.concat(parts).toString('base64')}`;
}

async function inRoom<T>(
  actuator: CustomActuator,
  work: (nova: NovaAct) => Promise<T>,
  options: Omit<NovaActOptions, 'actuator' | 'browser'> = {},
): Promise<T> {
  return await scenario.run(() =>
    Workflow.run({ definitionName: 'room' }, async () => {
      await using nova = await NovaAct.start({ ...options, actuator });
      return await work(nova);
    }),
  );
}

test('the agent sees and does what the actuator lets it, and is told what cannot be done', async () => {
  const room = new Room();
  let answers: readonly (string | null)[] = [];
  decide = (stepCount, told) => {
    if (stepCount === 0) return [agentCall.hover(LAMP), agentCall.look()];
    if (stepCount === 1) {
      answers = told;
      return [agentCall.click(LAMP), agentCall.look()];
    }
    return [agentCall.return('light')];
  };
  await inRoom(room, async (nova) => {
    expect((await nova.act('Switch on the lamp')).response).toBe('light');
    expect(room.isLit).toBe(true);
    expect(answers[0]).toBe('AgentRedirectError: A room has no agentHover.');

    const none =
      /^The session has an actuator of its own, and so no "\w+": there is no browser\. Ask the actuator\.$/;
    expect(() => nova.page).toThrow(none);
    expect(() => nova.downloads).toThrow(none);
    await expect(nova.goToUrl('https://example.com')).rejects.toThrow(none);
    await expect(nova.nextDownload()).rejects.toThrow(none);
    expect(room.happened).toEqual(['start']);
  });
  expect(room.happened).toEqual(['start', 'stop']);
});

test('the guardrail is asked about where it is; what it throws ends the act', async () => {
  decide = () => [agentCall.click({ ...LAMP, x: 500 })];
  await inRoom(new Room(), async (nova) => {
    await expect(nova.act('Hit the wall')).rejects.toMatchObject({
      name: 'ActActuationError',
      message: 'agentClick failed: the wall was hit',
    });
  });
  const guardrail = ({ url }: { readonly url: string }) => url !== 'room://lamp';
  const act = inRoom(new Room(), (nova) => nova.act('Look'), { guardrail });
  await expect(act).rejects.toMatchObject({ name: 'ActGuardrailsError' });
});

test.each<readonly [string, object, string]>([
  ['no address', { activeURL: 'lamp' }, 'gave activeURL: "lamp"; it must be an address such as'],
  [
    'no picture',
    { screenshotBase64: 'iVBORw0' },
    'gave screenshotBase64: "iVBORw0"; it must be "data:image/jpeg;',
  ],
  [
    'a small picture',
    { screenshotBase64: png({ width: 10, height: 10 }, 0) },
    'gave a picture of 10×10 pixels; Nova Act works from 1280×651',
  ],
  [
    'a big number',
    { timestamp_ms: 1n },
    'observe() of the actuator gave members that cannot be sent as JSON',
  ],
  [
    'part of the sizes',
    { browserDimensions: { windowWidth: 1600 } },
    'gave browserDimensions: {"windowWidth":1600}',
  ],
  [
    'another size',
    {
      browserDimensions: {
        windowWidth: 800,
        windowHeight: 400,
        scrollWidth: 1,
        scrollHeight: 1,
        scrollLeft: 0,
        scrollTop: 0,
      },
    },
    'gave a picture of 1600×813 pixels for a window of 800×400; they must be the same',
  ],
])('an observation with %s is refused, and the act says why', async (_what, wrong, message) => {
  const room = new Room();
  const seen = { ...(await room.observe()), ...wrong };
  room.observe = async () => seen;
  await inRoom(room, async (nova) => {
    await expect(nova.act('Look')).rejects.toMatchObject({
      name: 'ActActuationError',
      message: expect.stringContaining(message),
    });
  });
});

test('wrong options are said before anything is started; one that does not start is stopped', async () => {
  const room = new Room();
  const options = { startingPage: 'https://example.com', dialogs: 'accept' } as const;
  await expect(inRoom(room, async () => {}, options)).rejects.toThrow(
    'actuator was given together with startingPage, dialogs. A session with an actuator of your own has no browser and no pages: leave these out',
  );
  await expect(inRoom({} as never, async () => {})).rejects.toThrow(
    'an object with the functions start, observe',
  );
  await expect(inRoom(room, async () => {}, { trace: 'on' })).rejects.toThrow(
    'actuator was given together with trace. A session with an actuator of your own has no browser',
  );
  expect(room.happened).toEqual([]);

  room.start = () => Promise.reject(new Error('no power'));
  await expect(inRoom(room, async () => {})).rejects.toMatchObject({
    name: 'StartFailed',
    message: 'The browser session could not be started: no power',
  });
  expect(room.happened).toEqual(['stop']);
});

test('its functions need not be async; that it does not stop is told, by the run when that closes it', async () => {
  const room = new Room();
  const seen = await room.observe();
  const plain: CustomActuator = {
    start: () => {},
    observe: () => seen,
    perform: () => {},
    stop: () => {
      throw new Error('stuck');
    },
  };
  decide = () => [agentCall.return('light')];
  const error = { name: 'ActActuationError', message: 'stop() of the actuator failed: stuck' };
  await scenario.run(() =>
    Workflow.run({ definitionName: 'room' }, async () => {
      const nova = await NovaAct.start({ actuator: plain });
      expect((await nova.act('Look')).response).toBe('light');
      await expect(nova.close()).rejects.toMatchObject(error);
      await NovaAct.start({ actuator: plain });
    }),
  );
  expect(scenario.events).toContainEqual({ type: 'log', level: 'error', message: error.message });

  const unable = { ...plain, start: () => Promise.reject(new Error('no power')) };
  await expect(inRoom(unable, async () => {})).rejects.toThrow('could not be started: no power');
});

test('a run ends although its actuator never stops', async () => {
  const ending = AbortSignal.abort();
  const { close } = await startActuator(
    {
      ...new Room(),
      start: () => {},
      observe: () => ({}) as never,
      perform: () => {},
      stop: () => new Promise(() => {}),
    },
    { ending, onFailure: () => {} },
  );
  await expect(close()).rejects.toThrow('stop() of the actuator did not return within 1 s');
});

test('what a program leaves at the signals of a run, an approval and a tool ends with them, though the host goes on', async () => {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  const host = new AbortController();
  const left: WeakRef<object>[] = [];
  const listen = (signal: AbortSignal): void => {
    const held = {};
    left.push(new WeakRef(held));
    signal.addEventListener('abort', () => held);
  };
  const tool = defineTool({
    name: 'pause',
    description: 'Pauses.',
    input: z.object({}),
    run: (_input, { signal }) => listen(signal),
  });
  const approve = async ({ signal }: { readonly signal: AbortSignal }): Promise<boolean> => {
    listen(signal);
    return true;
  };
  decide = (stepCount) => {
    const call = [agentCall.tool('pause', {}), agentCall.tool('human_Approve', { message: 'May I?' })][
      stepCount
    ];
    return [call ?? agentCall.return('done')];
  };
  await scenario.run(() =>
    Workflow.run({ definitionName: 'room', signal: host.signal }, async ({ signal }) => {
      listen(signal);
      await using nova = await NovaAct.start({ actuator: new Room(), tools: [tool], human: { approve } });
      await nova.act('Pause, and ask');
    }),
  );
  expect(left).toHaveLength(3);
  for (let tries = 0; tries < 20 && left.some((each) => each.deref() !== undefined); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    gc();
  }
  expect(left.map((each) => each.deref())).toEqual([undefined, undefined, undefined]);
  expect(host.signal.aborted).toBe(false);
});
