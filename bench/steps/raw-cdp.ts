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
  const press = async (): Promise<void> => {
    await send('Input.dispatchMouseEvent', { ...click, type: 'mousePressed' });
    await send('Input.dispatchMouseEvent', { ...click, type: 'mouseReleased' });
  };
  const picture = (): Promise<{ readonly data?: string }> =>
    send('Page.captureScreenshot', { format: 'jpeg', quality: 90, optimizeForSpeed: true });
  const ask = (expression: string): Promise<unknown> =>
    send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  return {
    async step() {
      const began = performance.now();
      await press();
      await picture();
      return performance.now() - began;
    },
    async wholeStep(serviceUrl) {
      const began = performance.now();
      await ask(`document.elementFromPoint(${click.x}, ${click.y}).tagName`);
      await press();
      // A click that opens a file chooser is told of before this is answered.
      await ask('1');
      await ask('document.readyState');
      const [{ data }] = await Promise.all([picture(), ask(TWO_FRAMES)]);
      await ask('JSON.stringify([innerWidth, innerHeight, scrollX, scrollY, document.readyState])');
      const body = JSON.stringify({ screenshotBase64: `data:image/jpeg;base64,${data}` });
      await (await fetch(new URL('/whole-step', serviceUrl), { method: 'POST', body })).text();
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
  /**
   * The same with what the step of an agent cannot do without: what is there is asked before the click, two frames of the screen show
   * that the page is still, the page is asked for its size and whether it still is what the picture shows, and the picture is sent to the service.
   *
   * @returns how long it took, in milliseconds
   */
  readonly wholeStep: (serviceUrl: string) => Promise<number>;
}

const TWO_FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

function sender(socket: WebSocket): (method: string, params?: object) => Promise<Answer> {
  let id = 0;
  const waiting = new Map<number, (result: Answer) => void>();
  socket.on('message', (data) => {
    const { id: answered, result = {} } = JSON.parse(String(data)) as {
      readonly id?: number;
      readonly result?: Answer;
    };
    if (answered !== undefined) waiting.get(answered)?.(result);
  });
  return (method, params = {}) =>
    new Promise((resolve) => {
      id += 1;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
}

interface Answer {
  readonly data?: string;
}
