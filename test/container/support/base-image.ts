import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installPackages, isInstalled, run, say } from './commands.ts';

/** Counts up when the recipe below changes, so that an image of the old recipe is not taken for the new one. */
const RECIPE = 1;
const SUITE = 'bookworm';
const MIRROR = 'http://deb.debian.org/debian';
const NODE_MAJOR = 22;

/** A processor, in the words of Node. */
export type Processor = 'x64' | 'arm64';

const OWN: Processor = process.arch === 'arm64' ? 'arm64' : 'x64';

/** The same, in the words of Debian and Docker. */
const ARCHITECTURE = { x64: 'amd64', arm64: 'arm64' } as const;

/**
 * A stand-in for the Dockerfile's public base image, which cannot be pulled where only Debian's mirror and npm can be
 * reached: Debian 12 and Node 22, from their own sources. Made once and kept by Docker. For another processor than this
 * machine's, its programs must run here.
 *
 * @returns its tag
 */
export function ensureBaseImage(processor: Processor = OWN): string {
  const architecture = ARCHITECTURE[processor];
  const suffix = processor === OWN ? '' : `-${architecture}`;
  const tag = `nova-act-base:node${NODE_MAJOR}-${SUITE}-${RECIPE}${suffix}`;
  if (exists(tag)) return tag;
  say(`making the base image ${tag} (Debian ${SUITE} with Node ${NODE_MAJOR}); this takes a minute or two`);
  installPackages(isInstalled('debootstrap') ? [] : ['debootstrap'], {
    otherwise: 'Or set NOVA_ACT_BASE_IMAGE to an image with Debian 12 and Node 22.',
  });
  // Not below /tmp, which may be mounted so that no devices and programs work in it.
  const folder = mkdtempSync(path.join(isRoomy('/var/tmp') ? '/var/tmp' : tmpdir(), 'base-image-'));
  try {
    const root = path.join(folder, 'root');
    const options = [`--arch=${architecture}`, '--variant=minbase', '--include=ca-certificates'];
    run('debootstrap', [...options, SUITE, root, MIRROR]);
    addNode({ folder, root, processor });
    tidy(root);
    loadImage({ folder, root, tag, architecture });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tag;
}

function exists(tag: string): boolean {
  return spawnSync('docker', ['image', 'inspect', tag], { stdio: 'ignore' }).status === 0;
}

function isRoomy(folder: string): boolean {
  return spawnSync('test', ['-w', folder]).status === 0;
}

/** Node's own build, as npm carries it. */
function addNode(given: {
  readonly folder: string;
  readonly root: string;
  readonly processor: Processor;
}): void {
  const { folder, root, processor } = given;
  const name = `node-linux-${processor}@${NODE_MAJOR}`;
  const file = run('npm', ['pack', name, '--silent', '--pack-destination', folder]);
  run('tar', ['-xzf', path.join(folder, path.basename(file.split('\n').at(-1) ?? '')), '-C', folder]);
  const target = path.join(root, 'usr', 'local', 'bin', 'node');
  copyFileSync(path.join(folder, 'package', 'bin', 'node'), target);
  chmodSync(target, 0o755);
}

function tidy(root: string): void {
  writeFileSync(
    path.join(root, 'etc', 'apt', 'sources.list'),
    [
      `deb ${MIRROR} ${SUITE} main`,
      `deb ${MIRROR} ${SUITE}-updates main`,
      `deb ${MIRROR}-security ${SUITE}-security main`,
      '',
    ].join('\n'),
  );
  for (const folder of ['var/cache/apt/archives', 'var/lib/apt/lists']) {
    const dir = path.join(root, folder);
    for (const entry of readdirSync(dir)) rmSync(path.join(dir, entry), { recursive: true, force: true });
  }
}

/**
 * An image of one layer, as `docker save` writes them. `docker import` would be shorter, but engines before version 23
 * take every import for one of their own processor.
 *
 * @see https://github.com/moby/moby/pull/43103
 */
function loadImage(given: {
  readonly folder: string;
  readonly root: string;
  readonly tag: string;
  readonly architecture: string;
}): void {
  const { folder, root, tag, architecture } = given;
  const layer = path.join(folder, 'layer.tar');
  run('tar', ['-C', root, '-cf', layer, '.']);
  const [digest] = run('sha256sum', [layer]).split(' ');
  const config = {
    architecture,
    os: 'linux',
    config: { Cmd: ['node'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
  };
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  const manifest = [{ Config: 'config.json', RepoTags: [tag], Layers: ['layer.tar'] }];
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  const files = 'manifest.json config.json layer.tar';
  run('sh', ['-c', `tar -C "$1" -c ${files} | docker load`, 'sh', folder]);
}
