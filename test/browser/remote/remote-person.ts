import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { holdRemotely, RemoteView } from '../../../lib/browser/index.ts';
import {
  MAX_MESSAGE_BYTES,
  type TakeOverInput,
  type TakeOverNews,
  type TakeOverTab,
} from '../../../lib/contract/take-over.ts';
import type { Session } from '../support/session.ts';

export interface Picture {
  readonly frame: number;
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

/** A person who looks, unless told not to say so. @param open - what is to be disposed of */
export async function remotePerson(
  session: Session,
  open: Disposable[],
  { saysShown = true }: { readonly saysShown?: boolean } = {},
) {
  const { actuator } = session;
  const news: TakeOverNews[] = [];
  const pictures: Picture[] = [];
  let parts: string[] = [];
  let view: RemoteView | undefined;
  const hear = (item: TakeOverNews): void => {
    expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
    news.push(item);
    if (item.type !== 'frame') return;
    expect(item.part).toBe(parts.length);
    parts.push(item.data);
    if (parts.length < item.parts) return;
    const { frame, width, height } = item;
    pictures.push({ frame, width, height, jpeg: Buffer.from(parts.join(''), 'base64') });
    parts = [];
    if (saysShown) setImmediate(() => view?.take({ type: 'shown', frame }));
  };
  open.push(holdRemotely(session.page.context()));
  view = await RemoteView.open({ page: actuator.page(), pages: () => actuator.pages(), say: hear });
  open.push(view);
  const take = (input: TakeOverInput): void => view?.take(input);
  const at = async (selector: string) => {
    const box = await actuator.pages().at(-1)?.locator(selector).boundingBox();
    if (!box) throw new Error(`${selector} is not there`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const click = async (selector: string, clickCount = 1): Promise<void> => {
    const shared = { type: 'pointer', ...(await at(selector)), modifiers: 0 } as const;
    take({ ...shared, event: 'move', button: 'none', clickCount: 0 });
    take({ ...shared, event: 'down', button: 'left', clickCount });
    take({ ...shared, event: 'up', button: 'left', clickCount });
  };
  const key = (key: string, code: string, modifiers = 0): void => {
    for (const event of ['down', 'up'] as const) take({ type: 'key', event, key, code, modifiers });
  };
  const write = (text: string): void => {
    for (const letter of text) key(letter, /[a-z]/i.test(letter) ? `Key${letter.toUpperCase()}` : '');
  };
  const until = async <T>(look: () => T | undefined | false, what: string): Promise<T> => {
    for (const end = performance.now() + 5000; performance.now() < end; await sleep(10)) {
      const found = look();
      if (found !== undefined && found !== false) return found;
    }
    throw new Error(
      `${what} did not come: ${JSON.stringify(news.map((item) => (item.type === 'frame' ? item.frame : item)))}`,
    );
  };
  const tabs = (): readonly TakeOverTab[] => news.findLast((item) => item.type === 'tabs')?.tabs ?? [];
  const refusals = (): string[] => news.flatMap((item) => (item.type === 'refused' ? [item.message] : []));
  const picture = (count = 1) => until(() => pictures.length >= count && pictures.at(-1), 'a picture');
  return { view, news, pictures, take, at, click, key, write, until, tabs, refusals, picture };
}
