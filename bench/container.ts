// Measures the image of a workflow beside one that is made the way a Python project usually makes its own.
// Needs Docker, or root on Debian (then Docker is installed and started, and ended at the end).
// Run with: npx tsx bench/container.ts [--json] [--repeats 5]

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleWorkflowSync, stageContext } from '../lib/bundle/index.ts';
import { ensureBaseImage } from '../test/container/support/base-image.ts';
import { run, say } from '../test/container/support/commands.ts';
import { dockerEngine } from '../test/container/support/docker-engine.ts';

/** One image, and how its program is told which port to take. */
interface Subject {
  readonly name: string;
  readonly tag: string;
  readonly environment: (port: number) => Readonly<Record<string, string>>;
}

interface Figures {
  readonly image: string;
  readonly compressedMb: number;
  readonly unpackedMb: number;
  readonly containerToPingMs: number;
  readonly processToPingMs: number;
  readonly firstPageMs: number;
  readonly nextPageMs: number;
  readonly restMb: number;
  readonly onePageMb: number;
}

const PROJECT = path.resolve(import.meta.dirname, '..');
const HOLD_MS = 4000;
const SETTLE_MS = 3000;
const NEXT_PAGES = 5;

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, repeats: { type: 'string', default: '5' } },
});
const engine = await dockerEngine();
try {
  Object.assign(process.env, engine.environment);
  const base = process.env.NOVA_ACT_BASE_IMAGE ?? ensureBaseImage();
  const ours = buildOurs(base);
  const subjects = [ours, withoutEarlyBrowser(ours), buildPython(base)];
  const starts = await measureStarts(subjects, Number(values.repeats));
  const figures: Figures[] = [];
  for (const subject of subjects) figures.push({ ...(await measure(subject)), ...starts(subject) });
  process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : table(figures));
} finally {
  await engine.stop();
}

function buildOurs(base: string): Subject {
  say('building the image of this project');
  const tag = 'nova-act-bench';
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const entry = 'bench/container/reader.ts';
    const { dir } = bundleWorkflowSync({ projectRoot: PROJECT, entry, outDir: path.join(folder, 'bundle') });
    const context = stageContext({ bundleDir: dir, contextDir: path.join(folder, 'context') });
    run('docker', [
      'build',
      '--network',
      'host',
      '--tag',
      tag,
      '--build-arg',
      `BASE_IMAGE=${base}`,
      context.dir,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const environment = (port: number) => ({
    NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
    NOVA_ACT_RUNTIME_PORT: String(port),
  });
  return { name: 'this project', tag, environment };
}

/** As in a process of local AWS. */
function withoutEarlyBrowser({ tag, environment }: Subject): Subject {
  return {
    name: 'without early browser',
    tag,
    environment: (port) => ({ ...environment(port), NOVA_ACT_LOCAL_SESSION: 'bench' }),
  };
}

function buildPython(base: string): Subject {
  say('building the image for comparison');
  const tag = 'nova-act-bench-python';
  const recipe = path.join(import.meta.dirname, 'container');
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    for (const file of ['Dockerfile.python', 'handler.py']) {
      cpSync(path.join(recipe, file), path.join(folder, file));
    }
    // Downloaded here and not in the image, which knows no proxy and no certificates of this machine. The platforms are
    // those of Debian 12, which has Python 3.11.
    const wheels = ['--only-binary=:all:', '--python-version', '3.11', '--implementation', 'cp'];
    const cpu = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
    const kinds = ['manylinux1', 'manylinux2014', 'manylinux_2_17', 'manylinux_2_28'];
    const platforms = kinds.flatMap((kind) => ['--platform', `${kind}_${cpu}`]);
    const packages = ['bedrock-agentcore', 'nova-act>=3', 'pyyaml'];
    const target = path.join(folder, 'wheels');
    run('pip', ['download', '--quiet', ...wheels, ...platforms, '--dest', target, ...packages]);
    const args = ['--file', path.join(folder, 'Dockerfile.python'), '--build-arg', `BASE_IMAGE=${base}`];
    run('docker', ['build', '--network', 'host', '--tag', tag, ...args, folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { name: 'Python-style', tag, environment: (port) => ({ PORT: String(port) }) };
}

/** In turns, so that what else the machine does meets all of them; the first turn only warms up. */
async function measureStarts(subjects: readonly Subject[], repeats: number) {
  say('measuring starts');
  const starts = new Map<Subject, { containerMs: number; processMs: number }[]>();
  for (let turn = 0; turn <= repeats; turn += 1) {
    for (const subject of subjects) {
      const container = await start(subject);
      if (turn > 0) starts.set(subject, [...(starts.get(subject) ?? []), container]);
      container.remove();
    }
  }
  return (subject: Subject) => ({
    containerToPingMs: median((starts.get(subject) ?? []).map(({ containerMs }) => containerMs)),
    processToPingMs: median((starts.get(subject) ?? []).map(({ processMs }) => processMs)),
  });
}

async function measure(subject: Subject): Promise<Omit<Figures, 'containerToPingMs' | 'processToPingMs'>> {
  say(`measuring ${subject.name}`);
  const { tag, name } = subject;
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<h1>A page</h1><p>with some text</p>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${portOf(site.address())}/`;
  const container = await start(subject);
  try {
    // What is prepared behind the first ping is part of the rest.
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const restMb = container.memoryMb();
    const firstPageMs = await timed(() => container.invoke({ url }));
    const next: number[] = [];
    for (let count = 0; count < NEXT_PAGES; count += 1) {
      next.push(await timed(() => container.invoke({ url })));
    }
    const held = container.invoke({ url, holdMs: HOLD_MS });
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS / 2));
    const onePageMb = container.memoryMb();
    await held;
    return {
      image: name,
      compressedMb: Number(run('sh', ['-c', `docker save ${tag} | gzip | wc --bytes`])) / 1e6,
      unpackedMb: Number(run('docker', ['image', 'inspect', '--format', '{{.Size}}', tag])) / 1e6,
      firstPageMs,
      nextPageMs: median(next),
      restMb,
      onePageMb,
    };
  } finally {
    container.remove();
    site.closeAllConnections();
    site.close();
  }
}

/** Starts a container and waits for its first ping. */
async function start({ tag, environment }: Subject) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const variables = Object.entries(environment(port)).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const began = performance.now();
  const limits = ['--memory', '8g', '--cpus', '2'];
  const id = run('docker', ['run', '--detach', '--network', 'host', ...limits, ...variables, tag]);
  while (!(await isUp(`${url}/ping`))) await new Promise((resolve) => setTimeout(resolve, 5));
  const containerMs = performance.now() - began;
  const upAtMs = Date.now();
  const startedAt = Date.parse(run('docker', ['inspect', '--format', '{{.State.StartedAt}}', id]));
  return {
    containerMs,
    processMs: upAtMs - startedAt,
    async invoke(payload: unknown): Promise<void> {
      const response = await fetch(`${url}/invocations`, { method: 'POST', body: JSON.stringify(payload) });
      const text = await response.text();
      if (!response.ok || !text.includes('A page')) throw new Error(`HTTP ${response.status}: ${text}`);
    },
    /** Without the file cache, as Docker counts. */
    memoryMb(): number {
      const usage = run('docker', ['stats', '--no-stream', '--format', '{{.MemUsage}}', id]);
      const [, amount, unit] = /^([\d.]+)(MiB|GiB)/.exec(usage) ?? [];
      return (Number(amount) * (unit === 'GiB' ? 1024 : 1) * 1024 ** 2) / 1e6;
    },
    remove: () => void run('docker', ['rm', '--force', id]),
  };
}

async function isUp(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return address.port;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function table(figures: readonly Figures[]): string {
  const rows: readonly (readonly [string, keyof Figures, string])[] = [
    ['image, compressed', 'compressedMb', 'MB'],
    ['image, unpacked', 'unpackedMb', 'MB'],
    ['`docker run` to first ping', 'containerToPingMs', 'ms'],
    ['process start to first ping', 'processToPingMs', 'ms'],
    ['first page read', 'firstPageMs', 'ms'],
    ['next pages', 'nextPageMs', 'ms'],
    ['memory at rest', 'restMb', 'MB'],
    ['memory with one page', 'onePageMb', 'MB'],
  ];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(['', ...figures.map(({ image }) => image)]),
    line(['---', ...figures.map(() => '---:')]),
    ...rows.map(([label, key, unit]) =>
      line([label, ...figures.map((column) => `${Math.round(Number(column[key]))} ${unit}`)]),
    ),
  ].join('');
}
