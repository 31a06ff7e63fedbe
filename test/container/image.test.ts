import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleWorkflowSync, stageContext } from '../../lib/bundle/index.ts';
import { buildArguments } from '../../lib/catalog/image-options.ts';
import { BUILD_VARIABLE, imageBuildSpec } from '../../lib/cdk/constructs/image-build-spec.ts';
import { run } from './support/commands.ts';

const MAX_COMPRESSED_BYTES = 450_000_000;
const PROJECT = path.resolve(import.meta.dirname, '..', '..');
const TAG = 'nova-act-image-test';
const name = `${TAG}-${process.pid}`;

let folder: string;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'image-'));
  const outDir = path.join(folder, 'bundle');
  const { dir } = bundleWorkflowSync({ projectRoot: PROJECT, entry: 'workflows/getting-started.ts', outDir });
  const context = stageContext({ bundleDir: dir, contextDir: path.join(folder, 'context') });
  buildAsCodeBuildDoes(context.dir);
  port = await freePort();
  const environment = { NOVA_ACT_RUNTIME_HOST: '127.0.0.1', NOVA_ACT_RUNTIME_PORT: String(port) };
  const variables = Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  run('docker', [
    'run',
    '--detach',
    '--rm',
    '--name',
    name,
    '--network',
    'host',
    '--read-only',
    '--tmpfs',
    '/tmp',
    ...variables,
    TAG,
  ]);
  while (!(await ping())) await new Promise((resolve) => setTimeout(resolve, 50));
}, 600_000);
afterAll(() => {
  run('docker', ['rm', '--force', name]);
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Runs the command of the build phase of a CodeBuild project, for the processor of this machine. What signs in and what
 * pushes is not run: there is no registry here.
 */
function buildAsCodeBuildDoes(contextDir: string): void {
  const args = buildArguments({
    workflow: 'getting-started',
    image: {
      baseImage: process.env.NOVA_ACT_BASE_IMAGE,
      fonts: ['fonts-liberation', 'fonts-dejavu-core'],
      source: 'https://example.com/repo',
      revision: 'abc',
    },
  });
  const { phases, env } = imageBuildSpec({ argumentNames: Object.keys(args), base: undefined });
  const variables = {
    ...env.variables,
    ...args,
    [BUILD_VARIABLE.uri]: TAG,
    [BUILD_VARIABLE.platform]: `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`,
  };
  const [build = ''] = phases.build.commands;
  // The engine of these tests may have no network of its own.
  const command = build.replace('docker build', 'docker build --network host');
  run('env', [
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    ...['sh', '-c', `cd "$1" && ${command}`, 'sh', contextDir],
  ]);
}

async function ping(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ping`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

function inspect(format: string): string {
  return run('docker', ['image', 'inspect', '--format', format, TAG]);
}

describe('when the image of a workflow is built', () => {
  test(`it is smaller than ${MAX_COMPRESSED_BYTES / 1_000_000} MB compressed`, () => {
    const bytes = Number(run('sh', ['-c', `docker save ${TAG} | gzip --fast | wc --bytes`]));
    expect(bytes).toBeLessThan(MAX_COMPRESSED_BYTES);
  });

  test('its labels say where it comes from', () => {
    expect(JSON.parse(inspect('{{json .Config.Labels}}'))).toMatchObject({
      'org.opencontainers.image.source': 'https://example.com/repo',
      'org.opencontainers.image.revision': 'abc',
      'nova-act.workflow': 'getting-started',
    });
  });

  test('it has the fonts that were asked for', () => {
    const fonts = run('docker', ['exec', name, 'ls', '/usr/share/fonts/truetype']);
    expect(fonts.split('\n')).toEqual(expect.arrayContaining(['dejavu', 'liberation']));
  });

  test('it has no compiler, no package manager of Node, no caches and no documentation', () => {
    const look =
      'command -v gcc make npm python3; ls -A /var/lib/apt/lists /var/cache/apt /usr/share/doc /usr/share/locale';
    const found = run('docker', ['exec', name, 'sh', '-c', `${look} | grep -v '^/\\|^$' || true`]);
    expect(found).toBe('');
  });
});

describe('when the image runs', () => {
  test('its health check succeeds while the host answers, and fails when it does not', () => {
    const [, ...command] = JSON.parse(inspect('{{json .Config.Healthcheck.Test}}')) as string[];
    expect(() => run('docker', ['exec', name, ...command])).not.toThrow();
    const elsewhere = ['exec', '--env', 'NOVA_ACT_RUNTIME_PORT=1', name, ...command];
    expect(() => run('docker', elsewhere)).toThrow();
  });

  test('its log is one JSON object a line', () => {
    const lines = run('docker', ['logs', name]).split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', message: 'listening', port });
  });
});
