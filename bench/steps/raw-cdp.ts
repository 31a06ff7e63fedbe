import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startOurChromium } from './our-chromium.ts';
import { BUTTON } from './pages.ts';

/**
 * What no client can be faster than: a click and a screenshot by Chromium's own protocol, one message after the other, without settling,
 * without a service, and without a library between.
 */
export async function openRawPage(url: string): Promise<RawPage> {
  const chromium = await startOurChromium();
  const { host } = new URL(chromium.devToolsUrl);
  const pages = (await (await fetch(`http://${host}/json/list`)).json()) as readonly {
    readonly webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(pages[0]?.webSocketDebuggerUrl ?? '', { perMessageDeflate: false });
  await once(socket, 'open');
  const send = sender(socket);
  await send('Page.enable');
  const loaded = new Promise<void>((resolve) => {
    socket.on('message', (data) => String(data).includes('"Page.loadEventFired"') && resolve());
  });
  await send('Page.navigate', { url });
  await loaded;
  const click = {
    x: BUTTON.x + BUTTON.width / 2,
    y: BUTTON.y + BUTTON.height / 2,
    button: 'left',
    clickCount: 1,
  };
  return {
    async step() {
      const began = performance.now();
      await send('Input.dispatchMouseEvent', { ...click, type: 'mousePressed' });
      await send('Input.dispatchMouseEvent', { ...click, type: 'mouseReleased' });
      await send('Page.captureScreenshot', { format: 'jpeg', quality: 90, optimizeForSpeed: true });
      return performance.now() - began;
    },
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await chromium[Symbol.asyncDispose]();
    },
  };
}

export interface RawPage extends AsyncDisposable {
  /** @returns how long it took, in milliseconds */
  readonly step: () => Promise<number>;
}

function sender(socket: WebSocket): (method: string, params?: object) => Promise<void> {
  let id = 0;
  const waiting = new Map<number, () => void>();
  socket.on('message', (data) => {
    const { id: answered } = JSON.parse(String(data)) as { readonly id?: number };
    if (answered !== undefined) waiting.get(answered)?.();
  });
  return (method, params = {}) =>
    new Promise((resolve) => {
      id += 1;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
}
