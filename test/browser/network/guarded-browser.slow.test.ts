import { createHash } from 'node:crypto';
import dns from 'node:dns';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  type Actuator,
  createActuator,
  type LocalBrowserOptions,
  localBrowser,
  type OpenBrowser,
} from '../../../lib/browser/index.ts';
import { type PageServer, startPageServer } from '../support/page-server.ts';

let pages: PageServer;
beforeAll(async () => {
  pages = await startPageServer();
});
afterAll(() => pages.close());

const open = (options: LocalBrowserOptions = {}): Promise<OpenBrowser> =>
  localBrowser({ onNotice: () => {}, ...options }).open();

describe('behind the guard', () => {
  let browser: OpenBrowser;
  let actuator: Actuator;
  beforeAll(async () => {
    browser = await open();
    actuator = createActuator({ browser, captureDom: false });
  });
  afterAll(() => browser.close());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const resolveTo = (address: string): void => {
    const found: dns.LookupAddress[] = [{ address, family: address.includes(':') ? 6 : 4 }];
    // One of several overloads: the answer to `all`.
    jest.spyOn(dns.promises, 'lookup').mockImplementation(async () => found as unknown as dns.LookupAddress);
  };

  test.each(['169.254.169.254', 'fd00:ec2::254', '::ffff:169.254.170.2'])(
    'a name that resolves to %s leads nowhere, and both kinds of callers hear why',
    async (address) => {
      resolveTo(address);
      for (const url of ['http://name.test/', 'https://name.test./']) {
        await expect(actuator.goTo(url)).rejects.toMatchObject({
          name: 'ActuationError',
          message: expect.stringMatching(`leads to a refused place: the address ${address} is refused`),
        });
      }
      await expect(actuator.perform({ name: 'goToUrl', url: 'http://name.test/' })).rejects.toMatchObject({
        name: 'AgentRedirectError',
        message: expect.stringMatching('link-local and metadata addresses are closed to the browser'),
      });
    },
  );

  test('the address that was checked is the one that is connected to', async () => {
    resolveTo('127.0.0.1');
    const { port } = new URL(pages.origin);
    await actuator.goTo(pages.page('').replace('127.0.0.1', 'name.test'));
    expect(actuator.page().url()).toContain(`http://name.test:${port}/`);
    expect(dns.promises.lookup).toHaveBeenCalledTimes(1);
  });

  test('what does not load is told as without it, and the page after it is not taken for its error page', async () => {
    pages.route('/to-nothing', (_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    );
    pages.route('/to-metadata', (_request, response) =>
      response.writeHead(302, { location: 'http://2852039166/latest' }).end(),
    );
    const nothing = 'http://127.0.0.2:9999/';
    for (const [url, reason] of [
      [nothing, 'connection refused: nothing listens there (net::ERR_CONNECTION_REFUSED)'],
      ['http://nowhere.invalid/', 'the host name does not exist (net::ERR_NAME_NOT_RESOLVED)'],
      [pages.origin.replace('http', 'https'), 'its TLS certificate or connection is not valid'],
      [`${pages.origin}/to-metadata`, 'the address 169.254.169.254 is refused'],
    ] as const) {
      await expect(actuator.goTo(url)).rejects.toThrow(reason);
      const next = pages.page('<h1>next</h1>');
      await actuator.goTo(next);
      expect(actuator.page().url()).toBe(next);
      expect(await actuator.page().textContent('h1')).toBe('next');
    }
  });

  test('bodies, streams, WebSockets and large files pass as they are', async () => {
    pages.route('/echo', (request, response) => void text(request).then((body) => response.end(body)));
    pages.route('/events', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: one\n\n');
      setTimeout(() => response.end('data: two\n\n'), 50);
    });
    pages.route('/large', (_request, response) => response.end(Buffer.alloc(20_000_000)));
    const socket = await webSocketServer();
    try {
      await actuator.goTo(pages.page(''));
      const { port } = socket.address() as AddressInfo;
      const result = await actuator.page().evaluate(`(async () => ({
        echo: (await (await fetch('/echo', { method: 'POST', body: 'x'.repeat(1e6) })).text()).length,
        large: (await (await fetch('/large')).arrayBuffer()).byteLength,
        events: await new Promise((done) => { const all = []; new EventSource('/events').onmessage = ({ data }) => all.push(data) === 2 && done(all); }),
        socket: await new Promise((done) => { new WebSocket('ws://127.0.0.1:${port}/').onmessage = ({ data }) => done(data); }),
        many: (await Promise.all(Array.from({ length: 60 }, () => fetch('/echo', { method: 'POST', body: 'y' })))).length,
      }))()`);
      expect(result).toEqual({
        echo: 1e6,
        large: 2e7,
        events: ['one', 'two'],
        socket: 'hello',
        many: 60,
      });
    } finally {
      socket.closeAllConnections();
      socket.close();
    }
  });
});

describe('with a proxy of the user', () => {
  test('everything goes through it, with its credentials, but what is refused or not for it', async () => {
    const upstream = await startUpstream();
    try {
      await using browser = await open({
        proxy: { server: upstream.url, username: 'u', password: 'p', bypass: 'localhost' },
      });
      const actuator = createActuator({ browser, captureDom: false });
      await actuator.goTo('http://site.test/');
      expect(await actuator.page().textContent('body')).toBe('GET http://site.test/ Basic dTpw');
      await actuator.goTo(pages.page('<p>direct').replace('127.0.0.1', 'localhost'));
      expect(await actuator.page().textContent('p')).toBe('direct');
      await expect(actuator.goTo('http://169.254.169.254/')).rejects.toThrow('169.254.169.254 is refused');
      await expect(actuator.goTo('https://169.254.169.254/')).rejects.toThrow('169.254.169.254 is refused');
      await expect(actuator.goTo('http://localhost:9/')).rejects.toThrow('does not allow this port');
      await expect(actuator.goTo('http://localhost:9999/')).rejects.toThrow('nothing listens there');
      await expect(actuator.goTo('https://site.test/')).rejects.toThrow('the proxy does not let it through');
      expect(upstream.seen.filter((line) => !/^(GET http|CONNECT )[^ ]*site.test/.test(line))).toEqual([]);
    } finally {
      upstream.server.closeAllConnections();
      upstream.server.close();
    }
  });

  test('that is not there, no page is loaded', async () => {
    await using browser = await open({ args: ['--proxy-server=127.0.0.1:9999'] });
    const actuator = createActuator({ browser, captureDom: false });
    for (const url of ['http://site.test/', 'https://site.test/']) {
      await expect(actuator.goTo(url)).rejects.toThrow('the proxy does not let it through');
    }
  });
});

/** Says hello to whoever connects. */
async function webSocketServer(): Promise<Server> {
  const server = createServer();
  server.on('upgrade', ({ headers }: IncomingMessage, socket) => {
    const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.write(Buffer.from([0x81, 5, ...Buffer.from('hello')]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** A proxy that answers itself: what was asked for, and with which credentials. Tunnels it refuses. */
async function startUpstream(): Promise<{ server: Server; url: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end(`${request.method} ${request.url} ${request.headers['proxy-authorization']}`);
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}`, seen };
}
