import { setTimeout as sleep } from 'node:timers/promises';
import { type Actuator, type BrowserAction, createActuator, localBrowser } from '../../lib/browser/index.ts';
import type { KindAction } from './kind.ts';
import { isFresh, placeOf, THINKING_MS, TRIAL_LIMIT_MS, timedTrial, type Way } from './way.ts';

/** This project's actuator, in a browser of its own for each trial, as each session has one. */
export const ours: Way = {
  name: 'ours',
  async run(kind, { url, blankUrl }) {
    await using browser = await localBrowser({ onNotice: () => {} }).open();
    const actuator = createActuator({ browser, captureDom: false });
    await actuator.goTo(blankUrl);
    await actuator.settle();
    await actuator.perform(await actionFor(actuator, { name: 'click', target: '#go' }));
    await actuator.settle();
    const { action } = kind;
    const signal = AbortSignal.timeout(TRIAL_LIMIT_MS);
    let act = (): Promise<unknown> => actuator.goTo(url, { signal, timeoutMs: TRIAL_LIMIT_MS });
    if (action.name !== 'load') {
      await act();
      await actuator.settle();
      await sleep(THINKING_MS);
      const performed = await actionFor(actuator, action);
      act = () => actuator.perform(performed, { signal });
    }
    actuator.takeNews();
    return await timedTrial({
      act,
      settle: () => actuator.settle({ signal }),
      look: async () => {
        const told = actuator.takeNews().find((news) => news.kind === 'busy')?.text;
        return {
          isFresh: await isFresh(actuator.page(), kind.fresh),
          ...(told === undefined ? {} : { told }),
        };
      },
    });
  },
  async [Symbol.asyncDispose]() {},
};

async function actionFor(
  actuator: Actuator,
  action: Exclude<KindAction, { name: 'load' }>,
): Promise<BrowserAction> {
  const { box } = await placeOf(actuator.page(), action.target);
  if (action.name === 'click') return { name: 'agentClick', box, clickType: 'left' };
  if (action.name === 'type') return { name: 'agentType', value: action.text, box, pressEnter: false };
  return { name: 'agentScroll', direction: 'down', box };
}
