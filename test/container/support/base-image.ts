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

/**
 * A stand-in for the Dockerfile's public base image, which cannot be pulled where only Debian's mirror and npm can be
 * reached: Debian 12 and Node 22, from their own sources. Made once and kept by Docker.
 *
 * @returns its tag
 */
export function ensureBaseImage(): string {
  const tag = `nova-act-base:node${NODE_MAJOR}-${SUITE}-${RECIPE}`;
  if (exists(tag)) return tag;
  say(`making the base image ${tag} (Debian ${SUITE} with Node ${NODE_MAJOR}); this takes a minute`);
  installPackages(isInstalled('debootstrap') ? [] : ['debootstrap'], {
    otherwise: 'Or set NOVA_ACT_BASE_IMAGE to an image with Debian 12 and Node 22.',
  });
  // Not below /tmp, which may be mounted so that no devices and programs work in it.
  const folder = mkdtempSync(path.join(isRoomy('/var/tmp') ? '/var/tmp' : tmpdir(), 'base-image-'));
  try {
    const root = path.join(folder, 'root');
    run('debootstrap', ['--variant=minbase', '--include=ca-certificates', SUITE, root, MIRROR]);
    addNode({ folder, root });
    tidy(root);
    importImage({ root, tag });
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
function addNode({ folder, root }: { readonly folder: string; readonly root: string }): void {
  const name = `node-linux-${process.arch}`;
  const file = run('npm', ['pack', `${name}@${NODE_MAJOR}`, '--silent', '--pack-destination', folder]);
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

function importImage({ root, tag }: { readonly root: string; readonly tag: string }): void {
  run('sh', ['-c', 'tar -C "$1" -c . | docker import --change \'CMD ["node"]\' - "$2"', 'sh', root, tag]);
}
