/**
 * Makes the table of docs/security.md: each form of an address, each way of getting there, each kind of browser. The
 * addresses are given to the loopback interface for the time of the run, so that a listener sees every hole; that takes
 * Linux and root. Prints Markdown; ends with 1 when something is reached that should not be.
 */
import { spawnSync } from 'node:child_process';
import dns from 'node:dns';
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type Browser, cdpBrowser, createActuator, localBrowser } from '../../lib/browser/index.ts';
import { refuseToBrowsers } from '../../lib/browser/network/browser-network.ts';
import { startPageServer } from '../browser/support/page-server.ts';
import { startListener } from './listener.ts';
import { startChrome } from './start-chrome.ts';
import { pathOf, tryWays, WAYS } from './ways.ts';

/** The last is where the pages come from: not loopback, though of this machine. */
const PAGES_ADDRESS = '10.254.254.254';
const ADDRESSES = ['169.254.169.254/32', '169.254.170.2/32', 'fd00:ec2::254/128', `${PAGES_ADDRESS}/32`];
const NAME = 'metadata.test';

interface Section {
  readonly title: string;
  readonly closed: readonly ('loopback' | 'port')[];
  readonly hosts: readonly string[];
}

const SECTIONS: readonly Section[] = [
  {
    title: 'always',
    closed: [],
    hosts: [
      '169.254.169.254',
      '2852039166',
      '0xa9fea9fe',
      '0251.0376.0251.0376',
      '169.254.43518',
      '169.254.169.254.',
      '169.254.170.2',
      '[::ffff:169.254.169.254]',
      '[fd00:ec2::254]',
      NAME,
    ],
  },
  {
    title: 'in the container on AgentCore',
    closed: ['loopback'],
    hosts: [
      '127.0.0.1',
      'localhost',
      'a.localhost',
      '2130706433',
      '0x7f.1',
      '0.0.0.0',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ],
  },
  {
    title: "the host's port on local AWS",
    closed: ['port'],
    hosts: ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '2130706433', PAGES_ADDRESS],
  },
];

/** What is known to be open, so that a change of it is seen too: the limits of interception, in docs/security.md. */
function isKnownLimit(kind: string, host: string, way: string): boolean {
  if (kind === 'cdp') return way === 'WebSocket' || host === NAME;
  return kind === 'local, own proxy' && host === NAME;
}

async function main(): Promise<void> {
  const added = ADDRESSES.filter((address) => ip('add', address));
  if (added.length < ADDRESSES.length)
    throw new Error('The addresses cannot be given to the loopback interface.');
  try {
    await makeTable();
  } finally {
    for (const address of added) ip('del', address);
  }
}

async function makeTable(): Promise<void> {
  const [loopbackPages, otherPages, refused, allowed] = await Promise.all([
    startPageServer(),
    startPageServer(PAGES_ADDRESS),
    startListener(),
    startListener(),
  ]);
  resolveName();
  const proxy = await startForwardProxy();
  const chrome = await startChrome([`--host-resolver-rules=MAP ${NAME} 169.254.169.254`]);
  const kinds: Readonly<Record<string, Browser>> = {
    local: localBrowser({ onNotice: () => {} }),
    'local, own proxy': localBrowser({ onNotice: () => {}, proxy: { server: proxy.url } }),
    cdp: cdpBrowser({ endpointUrl: chrome.endpointUrl }),
  };
  console.log(
    `| closed | address | ${Object.keys(kinds).join(' | ')} |\n|---|---|${'---|'.repeat(Object.keys(kinds).length)}`,
  );
  try {
    for (const section of SECTIONS) {
      const open = section.closed.map((word) =>
        refuseToBrowsers(process.env, word === 'port' ? refused.port : word),
      );
      const isAway = section.closed.includes('loopback');
      const pages = isAway ? otherPages : loopbackPages;
      const rows = new Map<string, string[]>(['(control)', ...section.hosts].map((host) => [host, []]));
      for (const [kind, browser] of Object.entries(kinds)) {
        await using opened = await browser.open();
        const actuator = createActuator({ browser: opened, captureDom: false });
        for (const [host, cells] of rows) {
          const [listener, name] = host === '(control)' ? [allowed, PAGES_ADDRESS] : [refused, host];
          listener.take();
          await tryWays(actuator, pages, `http://${name}:${listener.port}`);
          cells.push(
            cell({
              kind,
              host,
              possible: WAYS.filter((way) => !isAway || way !== SECURE_ONLY),
              reached: listener.take(),
            }),
          );
        }
      }
      for (const [host, cells] of rows)
        console.log(`| ${section.title} | \`${host}\` | ${cells.join(' | ')} |`);
      for (const again of open) again();
    }
  } finally {
    await chrome.close();
    proxy.close();
    await Promise.all([loopbackPages.close(), otherPages.close(), refused.close(), allowed.close()]);
  }
}

/** Works on secure origins and on loopback. */
const SECURE_ONLY = 'service worker';

function cell(given: {
  readonly kind: string;
  readonly host: string;
  /** Ways that the pages of the section have. */
  readonly possible: readonly string[];
  readonly reached: ReadonlySet<string>;
}): string {
  const { kind, host, possible, reached } = given;
  const ways = possible.filter((way) => reached.has(pathOf(way)));
  const missing = possible.filter((way) => !ways.includes(way));
  if (host === '(control)') {
    if (missing.length > 0) fail(`${kind}: the control misses ${missing.join(', ')}`);
    return `reached by ${ways.length} of ${possible.length} ways`;
  }
  const holes = ways.filter((way) => !isKnownLimit(kind, host, way));
  if (holes.length > 0) fail(`${kind}: ${host} is reached by ${holes.join(', ')}`);
  if (ways.length === 0 && reached.has('connection')) fail(`${kind}: ${host} is connected to`);
  if (ways.length === 0) return 'not reached';
  return missing.length === 0 ? 'reached: a limit' : `reached by ${ways.join(', ')}: a limit`;
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 1;
}

function ip(verb: 'add' | 'del', address: string): boolean {
  return spawnSync('ip', ['addr', verb, address, 'dev', 'lo']).status === 0;
}

/** In this process, where the guard resolves. */
function resolveName(): void {
  const { lookup } = dns.promises;
  const patched = (host: string, options: dns.LookupAllOptions): Promise<dns.LookupAddress[]> =>
    host === NAME ? Promise.resolve([{ address: '169.254.169.254', family: 4 }]) : lookup(host, options);
  Object.assign(dns.promises, { lookup: patched });
}

/** The proxy of a user, which resolves names itself. */
async function startForwardProxy(): Promise<{ readonly url: string; readonly close: () => void }> {
  const real = (host: string): string => (host === NAME ? '169.254.169.254' : host.replace(/^\[|\]$/g, ''));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '');
    const options = {
      host: real(url.hostname),
      port: url.port,
      path: url.pathname + url.search,
      method: request.method,
      headers: request.headers,
    };
    const forwarded = httpRequest(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  server.on('connect', (request, client) => {
    const url = new URL(`http://${request.url}`);
    const target = connect(Number(url.port || 80), real(url.hostname), () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

await main();
process.exit();
