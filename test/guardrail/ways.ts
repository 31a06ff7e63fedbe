import type { ServerResponse } from 'node:http';
import type { Actuator } from '../../lib/browser/index.ts';
import type { PageServer } from '../browser/support/page-server.ts';

/** Does what a page can do to reach a place without leaving, all at once. Each way asks for a path of its own. */
export const FROM_THE_PAGE: readonly string[] = [
  'image',
  'script',
  'style',
  'frame',
  'fetch',
  'fetch that is redirected',
  'XMLHttpRequest',
  'form post in a frame',
  'WebSocket',
  'EventSource',
  'beacon',
  'worker',
  'service worker',
  'prefetch',
  'preload',
  'popup',
];

/** Ways that leave the page, one after another. */
export const NAVIGATIONS: readonly string[] = [
  'goTo',
  'goToUrl of the agent',
  'click on a link',
  'HTTP redirect',
  'meta refresh',
  'location of a script',
];

export const WAYS = [...NAVIGATIONS, ...FROM_THE_PAGE];

/** The path that a way asks for. */
export function pathOf(way: string): string {
  return `/${way.replaceAll(/\W+/g, '-')}`;
}

/** Tries every way to `base` (`http://host:port`) from a page of `pages`. What fails is no error. */
export async function tryWays(actuator: Actuator, pages: PageServer, base: string): Promise<void> {
  const url = (way: string): string => base + pathOf(way);
  pages.route('/from', PAGE(base));
  pages.route('/worker.js', script(`fetch('${url('worker')}', { mode: 'no-cors' }).catch(() => {});`));
  pages.route('/sw.js', script(SERVICE_WORKER(url('service worker'))));
  pages.route('/redirect', redirect(url('HTTP redirect')));
  pages.route('/redirect-fetch', redirect(url('fetch that is redirected')));
  pages.route('/link', `<a href="${url('click on a link')}" style="display:block;height:100px">link</a>`);
  pages.route('/refresh', `<meta http-equiv=refresh content="0;url=${url('meta refresh')}">`);
  pages.route('/location', `<script>location.href = '${url('location of a script')}'</script>`);
  const leave = async (work: Promise<unknown>): Promise<void> => {
    await work.catch(() => {});
    await actuator.settle().catch(() => {});
  };
  await leave(actuator.goTo(url('goTo')));
  await leave(actuator.perform({ name: 'goToUrl', url: url('goToUrl of the agent') }));
  await leave(actuator.goTo(`${pages.origin}/redirect`));
  await leave(actuator.goTo(`${pages.origin}/link`));
  await leave(actuator.perform({ name: 'agentClick', box: '<box>20,20,60,120</box>', clickType: 'left' }));
  await leave(actuator.goTo(`${pages.origin}/refresh`));
  await leave(actuator.goTo(`${pages.origin}/location`));
  await leave(actuator.goTo(`${pages.origin}/from`));
  await actuator.page().waitForTimeout(700);
  const [first, ...popups] = actuator.page().context().pages();
  await Promise.all(popups.map((popup) => popup.close()));
  await first?.goto('about:blank');
}

const PAGE = (base: string): string => {
  const url = (way: string): string => base + pathOf(way);
  return `<!doctype html>
    <link rel=stylesheet href="${url('style')}"><link rel=prefetch href="${url('prefetch')}">
    <link rel=preload as=fetch crossorigin href="${url('preload')}"><link rel=preconnect href="${base}">
    <img src="${url('image')}"><iframe src="${url('frame')}"></iframe><iframe name=posted></iframe>
    <form method=post target=posted action="${url('form post in a frame')}"></form>
    <script async src="${url('script')}"></script>
    <script>
      const quiet = (work) => { try { Promise.resolve(work()).catch(() => {}); } catch {} };
      quiet(() => document.forms[0].submit());
      quiet(() => fetch('${url('fetch')}', { mode: 'no-cors' }));
      quiet(() => fetch('/redirect-fetch', { mode: 'no-cors' }));
      quiet(() => { const x = new XMLHttpRequest(); x.open('GET', '${url('XMLHttpRequest')}'); x.send(); });
      quiet(() => void new WebSocket('${url('WebSocket').replace('http', 'ws')}'));
      quiet(() => void new EventSource('${url('EventSource')}'));
      quiet(() => void navigator.sendBeacon('${url('beacon')}'));
      quiet(() => void new Worker('/worker.js'));
      quiet(() => navigator.serviceWorker.register('/sw.js'));
      quiet(() => void open('${url('popup')}'));
    </script>`;
};

const SERVICE_WORKER = (url: string): string =>
  `addEventListener('install', (event) => event.waitUntil(fetch('${url}', { mode: 'no-cors' }).catch(() => {})));`;

const script = (text: string) => (_request: unknown, response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/javascript' }).end(text);

const redirect = (location: string) => (_request: unknown, response: ServerResponse) =>
  void response.writeHead(302, { location }).end();
