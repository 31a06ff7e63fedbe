import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { NovaAct, Workflow } from '../../../../lib/sdk/index.ts';

/** What the workflow is to do, and the file in which it says how far it is. */
export interface Deed {
  readonly do: keyof typeof DEEDS;
  readonly tell: string;
  readonly ms?: number;
  readonly code?: number;
  readonly url?: string;
  readonly prompt?: string;
}

/** A workflow that does what is asked of it, above all what it should not. */
export const main = async (deed: Deed): Promise<unknown> =>
  await Workflow.run({ definitionName: 'faults-probe' }, async ({ runId }) => {
    tell(deed, { pid: process.pid, runId });
    return await DEEDS[deed.do](deed);
  });

const forever = (): Promise<never> =>
  pause(600_000).then(() => Promise.reject(new Error('ten minutes are over')));

const DEEDS = {
  answer: async () => 'done',
  /** Goes on whatever happens, as code does that knows nothing of signals. */
  wait: async ({ ms = 60_000 }: Deed) => {
    await pause(ms);
    return 'waited';
  },
  exit: async ({ code }: Deed) => process.exit(code),
  /** One list that grows beyond what V8 can hold: quicker than filling the heap. */
  memory: async () => {
    const kept: number[] = [];
    for (;;) kept.push(0.5, 1.5, 2.5, 3.5);
  },
  loop: async () => {
    for (;;);
  },
  uncaught: async () => {
    setTimeout(() => {
      throw new TypeError('thrown in a timer');
    }, 50);
    return await forever();
  },
  unhandled: async () => {
    setTimeout(() => void Promise.reject(new RangeError('caught by nobody')), 50);
    return await forever();
  },
  fail: async () => {
    throw new RangeError('the shop is closed');
  },
  throwBare: async () => {
    throw Object.create(null);
  },
  throwTrap: async () => {
    throw Object.defineProperty(new Error(), 'message', {
      get: () => {
        throw new Error('a trap');
      },
    });
  },
  bigint: async () => ({ order: { total: 10n } }),
  circle: async () => {
    const order: { self?: unknown } = {};
    order.self = order;
    return { order };
  },
  map: async () => ({ prices: new Map([['shoes', 89]]) }),
  open: async ({ url }: Deed) => {
    await using nova = await NovaAct.start({ startingPage: url, goToUrlTimeoutMs: 3_000 });
    return nova.page.url();
  },
  schema: async ({ url }: Deed) => {
    await using nova = await NovaAct.start({ startingPage: url });
    return await nova.actGet('Return the title', { type: 'strin' });
  },
  act: async (deed: Deed) => {
    await using nova = await NovaAct.start({ startingPage: deed.url });
    tell(deed, { acting: true });
    await nova.act(deed.prompt ?? 'Click the About link');
    return 'done';
  },
};

function tell(deed: Deed, what: object): void {
  appendFileSync(deed.tell, `${JSON.stringify(what)}\n`);
}
