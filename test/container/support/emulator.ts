import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError, cacheFolder, installPackages, run, say } from './commands.ts';

const MIRROR = 'http://deb.debian.org/debian';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/**
 * The QEMU of Debian 13. Before version 8 it keeps a record of every page that a program reserves: that takes 7 GB for each
 * page of Chromium, which reserves 1 TB, and a session has 8 GB.
 */
const SUITE = 'trixie';
const PACKAGE = 'qemu-user';

/**
 * QEMU that runs programs for arm64, from Debian's mirror, in the user's cache: nothing is installed on this machine.
 *
 * @returns its path
 * @throws CommandError when it cannot be fetched
 */
export function ensureArm64Emulator(): string {
  const target = path.join(cacheFolder(), `${PACKAGE}-${SUITE}`);
  if (!existsSync(target)) {
    say(`fetching ${PACKAGE} of Debian ${SUITE}`);
    installPackages(existsSync(KEYRING) ? [] : ['debian-archive-keyring'], {
      otherwise: 'Install it, then try again.',
    });
    mkdirSync(cacheFolder(), { recursive: true });
    const folder = mkdtempSync(path.join(cacheFolder(), 'emulator-'));
    try {
      const unpacked = path.join(folder, 'unpacked');
      run('dpkg-deb', ['-x', download(folder), unpacked]);
      renameSync(unpacked, target);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return path.join(target, 'usr', 'bin', 'qemu-aarch64');
}

/** Downloads the package with lists of packages of its own. */
function download(folder: string): string {
  const sources = path.join(folder, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${KEYRING}] ${MIRROR} ${SUITE} main\n`);
  for (const name of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(path.join(folder, name), { recursive: true });
  }
  const options = [
    ...['-o', `Dir::Etc::SourceList=${sources}`, '-o', 'Dir::Etc::SourceParts=-'],
    ...['-o', `Dir::State::Lists=${path.join(folder, 'lists')}`],
    ...['-o', `Dir::Cache=${path.join(folder, 'cache')}`, '-o', 'APT::Sandbox::User=root'],
  ];
  run('apt-get', [...options, 'update', '-qq']);
  run('apt-get', [...options, 'download', '-qq', `${PACKAGE}/${SUITE}`], { cwd: folder });
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (file === undefined) throw new CommandError(`apt-get has not downloaded ${PACKAGE}.`);
  return path.join(folder, file);
}
