import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandError, isInstalled, run } from './commands.ts';
import { ensureArm64Emulator } from './emulator.ts';

/**
 * Lets the kernel run programs for arm64, in containers as well, by QEMU. The kernel opens the emulator when it is
 * registered (flag F), so that images need not have it.
 *
 * It is registered on a mount of our own, under a name of our own: what the machine has registered stays as it is.
 */
export function emulateArm64(): Arm64Emulation {
  if (process.arch === 'arm64') return { end: () => undefined };
  if (process.platform !== 'linux') return { missing: 'emulators are registered on Linux only' };
  if (process.getuid?.() !== 0) return { missing: 'only root can register an emulator' };
  if (!hasBinfmt()) return { missing: 'this kernel has no binfmt_misc, which emulators are registered with' };
  if (!isInstalled('apt-get')) return { missing: 'the emulator is fetched with apt-get, which is not there' };
  const emulator = ensureArm64Emulator();
  const folder = mkdtempSync(path.join(tmpdir(), 'binfmt-'));
  const name = `nova-act-arm64-${process.pid}`;
  const unmount = (): void => {
    spawnSync('umount', [folder], { stdio: 'ignore' });
    rmdirSync(folder);
  };
  try {
    run('mount', ['-t', 'binfmt_misc', 'binfmt_misc', folder]);
    writeFileSync(path.join(folder, 'register'), registration({ name, emulator }));
  } catch (error) {
    unmount();
    if (error instanceof CommandError || (error instanceof Error && 'code' in error)) {
      return { missing: `no emulator can be registered here (${error.message})` };
    }
    throw error;
  }
  return {
    end: () => {
      writeFileSync(path.join(folder, name), '-1');
      unmount();
    },
  };
}

/** Programs for arm64 run on this machine, until it is ended; or they cannot, and why. */
export type Arm64Emulation = { readonly end: () => void } | { readonly missing: string };

function hasBinfmt(): boolean {
  const known = (): boolean => readFileSync('/proc/filesystems', 'utf8').includes('binfmt_misc');
  return known() || (spawnSync('modprobe', ['binfmt_misc']).status === 0 && known());
}

/**
 * What tells a program for arm64 by its first bytes: an ELF file of 64 bits in little-endian order, version 1, of any
 * system; executable (2) or position-independent (3); for the machine 183, AArch64.
 *
 * @see https://docs.kernel.org/admin-guide/binfmt-misc.html
 * @see https://gabi.xinuos.com/elf/02-eheader.html
 */
function registration(given: { readonly name: string; readonly emulator: string }): string {
  const any = (count: number): number[] => Array<number>(count).fill(0);
  const exactly = (count: number): number[] => Array<number>(count).fill(0xff);
  const magic = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...any(9), 2, 0, 183, 0];
  // The byte of the system is any; the last bit of the type tells 2 from 3.
  const mask = [...exactly(7), ...any(1), ...exactly(8), 0xfe, ...exactly(3)];
  const text = (bytes: readonly number[]): string =>
    bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  return `:${given.name}:M::${text(magic)}:${text(mask)}:${given.emulator}:F`;
}
