/**
 * How soon a person sees and is heard: a key until the picture that shows it, pictures a second, bytes a picture, and an approval until
 * the act goes on. By local AWS's desk and the `/ws` of a session, on loopback, with a page that acknowledges at once.
 * Run: npx tsx bench/take-over.ts [--repeats 40] [--json]
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { WebSocket } from 'ws';
import { makeLocalCredentials } from '../lib/contract/local-credentials.ts';
import { TAKE_OVER_KEY, type TakeOverInput, type TakeOverNews } from '../lib/contract/take-over.ts';
import { deployLocally, startLocalAws } from '../lib/local/index.ts';
import { NovaActClient } from '../lib/service/index.ts';
import { DeskPerson } from '../test/desk/support/desk-person.ts';

const { values } = parseArgs({
  options: { repeats: { type: 'string', default: '40' }, json: { type: 'boolean', default: false } },
});
const REPEATS = Number(values.repeats);
const APPROVALS = 10;
const MOVING_MS = 10_000;

/** Looks like a shop, of about 100 KB as a picture. A key changes its colour, `m` makes it move without an end, `s` stops that. */
const PAGE = `<!doctype html><title>Bench</title><body style="margin:20px;font:16px sans-serif"><h1>Basket</h1><button id="go">Go</button><div id="all"></div>
<script>
const all = document.getElementById('all');
let state = 7;
const next = () => (state = (state * 1103515245 + 12345) % 2147483648);
all.innerHTML = Array.from({ length: 60 }, () => '<span style="display:inline-block;width:230px;height:58px;margin:4px;overflow:hidden;background:linear-gradient(' +
  next() % 360 + 'deg,hsl(' + next() % 360 + ' 60% 60%),hsl(' + next() % 360 + ' 60% 80%))">Shoe ' + next() + ' for ' + next() % 90 + ' euros, in all sizes</span>').join('');
document.getElementById('go').onclick = () => fetch('/went-on', { method: 'POST' });
let moves = false;
let hue = 0;
const move = (now) => { if (!moves) return; all.style.transform = 'translateX(' + Math.sin(now / 300) * 40 + 'px)'; requestAnimationFrame(move); };
addEventListener('keydown', ({ key }) => {
  if (key === 's') moves = false;
  else if (key === 'm') { moves = true; requestAnimationFrame(move); }
  else document.body.style.background = 'hsl(' + (hue = (hue + 47) % 360) + ' 70% 85%)';
});
</script>`;

class Shop extends EventEmitter<{ wentOn: [] }> {
  readonly server = createServer((request, response) => {
    if (request.url === '/went-on') this.emit('wentOn');
    response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE);
  });
}

/** Pictures as they come, acknowledged at once, as a page does that draws in no time. */
class Viewer extends EventEmitter<{ picture: [{ readonly bytes: number; readonly atMs: number }] }> {
  readonly #socket: WebSocket;
  #bytes = 0;

  private constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
    socket.on('message', (data) => {
      const news: TakeOverNews = JSON.parse(String(data));
      if (news.type !== 'frame') return;
      this.#bytes += Buffer.byteLength(news.data, 'base64');
      if (news.part < news.parts - 1) return;
      const picture = { bytes: this.#bytes, atMs: performance.now() };
      this.#bytes = 0;
      this.send({ type: 'shown', frame: news.frame });
      this.emit('picture', picture);
    });
  }

  static async of(person: DeskPerson): Promise<Viewer> {
    const { url, hello } = await person.takeOver('Bench');
    const socket = new WebSocket(url);
    const viewer = new Viewer(socket);
    await once(socket, 'open');
    const first = once(viewer, 'picture');
    socket.send(JSON.stringify({ [TAKE_OVER_KEY]: hello }));
    await first;
    return viewer;
  }

  send(input: TakeOverInput): void {
    this.#socket.send(JSON.stringify(input));
  }

  key(key: string): void {
    for (const event of ['down', 'up'] as const)
      this.send({ type: 'key', event, key, code: `Key${key.toUpperCase()}`, modifiers: 0 });
  }

  /** Waits until no picture has come for so long. */
  async still(forMs: number): Promise<void> {
    for (;;) {
      const leave = new AbortController();
      const picture = once(this, 'picture', { signal: leave.signal }).then(
        () => true,
        () => false,
      );
      const came = await Promise.race([picture, sleep(forMs).then(() => false)]);
      leave.abort();
      if (!came) return;
    }
  }

  close(): void {
    this.#socket.close();
  }
}

const home = path.resolve(import.meta.dirname, '..');
const root = mkdtempSync(path.join(tmpdir(), 'bench-take-over-'));
mkdirSync(path.join(root, 'workflows'));
symlinkSync(path.join(home, 'node_modules'), path.join(root, 'node_modules'));
writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
writeFileSync(
  path.join(root, 'workflows', 'asks.ts'),
  `import { NovaAct, webHuman, workflow } from ${JSON.stringify(path.join(home, 'lib', 'sdk', 'index.ts'))};
export const main = workflow({ definitionName: 'asks', human: webHuman() }, async ({ url, approvals }: { url: string; approvals: number }) => {
  await using nova = await NovaAct.start({ startingPage: url });
  for (let at = 0; at < approvals; at += 1) await nova.act("Ask for approval before you click 'Go'");
  await nova.act('Ask a person to solve the captcha');
});`,
);

const shop = new Shop();
shop.server.listen(0, '127.0.0.1');
await once(shop.server, 'listening');
const { port } = shop.server.address() as AddressInfo;
const local = await startLocalAws({ stateDir: path.join(root, 'state') });
try {
  const aws = { endpoint: local.url, region: 'us-east-1', credentials: makeLocalCredentials() };
  const client = new NovaActClient(aws);
  const [deployment] = await deployLocally({
    catalog: [{ name: 'asks', entry: 'workflows/asks.ts', definitionName: 'asks', description: 'Asks.' }],
    projectRoot: root,
    stateDir: local.stateDir,
    client,
  });
  client.destroy();
  const agentCore = new BedrockAgentCoreClient({ ...aws, maxAttempts: 1 });
  const invoked = agentCore.send(
    new InvokeAgentRuntimeCommand({
      agentRuntimeArn: deployment?.outputs.RuntimeArn,
      runtimeSessionId: randomUUID(),
      payload: new TextEncoder().encode(
        JSON.stringify({ url: `http://127.0.0.1:${port}/`, approvals: APPROVALS }),
      ),
    }),
  );
  // Told when it is awaited.
  invoked.catch(() => {});

  const fetchedMs: number[] = [];
  const wentOnMs: number[] = [];
  for (let at = 0; at < APPROVALS; at += 1) {
    const person = await DeskPerson.askedBy(local, 'asks');
    await sleep(Math.random() * 1000);
    const wentOn = once(shop, 'wentOn').then(() => Date.now());
    const clickedAt = Date.now();
    await person.answer('yes');
    wentOnMs.push((await wentOn) - clickedAt);
    const { fetchedAt = Number.NaN } = await person.read();
    fetchedMs.push(fetchedAt - clickedAt);
  }

  const person = await DeskPerson.askedBy(local, 'asks');
  const viewer = await Viewer.of(person);
  viewer.send({ type: 'pointer', event: 'move', x: 5, y: 5, button: 'none', clickCount: 0, modifiers: 0 });
  const keyMs: number[] = [];
  for (let at = 0; at < REPEATS; at += 1) {
    await viewer.still(400);
    const picture = once(viewer, 'picture');
    const sentMs = performance.now();
    viewer.key('a');
    const [{ atMs }] = await picture;
    keyMs.push(atMs - sentMs);
  }
  await viewer.still(400);
  const moving: number[] = [];
  viewer.on('picture', ({ bytes }) => moving.push(bytes));
  viewer.key('m');
  await sleep(MOVING_MS);
  const pictures = [...moving];
  viewer.key('s');
  await person.answer('yes');
  viewer.close();
  await invoked;
  agentCore.destroy();

  const report = {
    'a key until the picture that shows it, ms': spread(keyMs),
    'pictures a second, of a page that moves': Math.round((pictures.length / MOVING_MS) * 10_000) / 10,
    'kB a picture': spread(pictures.map((bytes) => bytes / 1000)),
    'an approval until the workflow has it, ms': spread(fetchedMs),
    'an approval until the page is clicked, ms': spread(wentOnMs),
  };
  const lines = Object.entries(report).map(([name, figure]) => `${name.padEnd(45)} ${figure}\n`);
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : lines.join(''));
} finally {
  await local.close();
  shop.server.closeAllConnections();
  shop.server.close();
  rmSync(root, { recursive: true, force: true });
}

/** The median, and the 90th percentile in brackets. */
function spread(samples: readonly number[]): string {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  return `${at(0.5)} (${at(0.9)})`;
}
