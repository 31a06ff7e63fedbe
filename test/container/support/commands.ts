import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** A command that must work for the tests to make sense did not. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Debian asks this program whether a package may start its service. */
const START_POLICY = '/usr/sbin/policy-rc.d';

/** Tells on stderr what is going on; the steps take minutes on a new machine. */
export function say(text: string): void {
  process.stderr.write(`container tests: ${text}\n`);
}

/** What is fetched or made is kept here from one time to the next. */
export function cacheFolder(): string {
  return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'nova-act-cdk');
}

/** Runs a command and returns what it printed. @throws CommandError with its last lines when it fails. */
export function run(command: string, args: readonly string[], options: { cwd?: string } = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...options,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status === 0) return stdout.trim();
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').slice(-8).join('\n');
  throw new CommandError(`${command} ${args.join(' ')} failed: ${error?.message ?? lines}`);
}

/** Whether a command is installed. */
export function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** Installs Debian packages that are missing. @throws CommandError when that is not possible here */
export function installPackages(packages: readonly string[], options: { readonly otherwise: string }): void {
  if (packages.length === 0) return;
  if (process.getuid?.() !== 0 || !isInstalled('apt-get')) {
    const what = `${packages.join(', ')} can be installed only by root on Debian or Ubuntu.`;
    throw new CommandError(`${what} ${options.otherwise}`);
  }
  say(`installing ${packages.join(', ')}`);
  run('apt-get', ['update', '-qq']);
  // Packages of services would start them, with bridges and firewall rules on this machine.
  const mayStart = !existsSync(START_POLICY);
  if (mayStart) writeFileSync(START_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  } finally {
    if (mayStart) rmSync(START_POLICY);
  }
}

/**
 * Runs a command on our own terminal, to its end: Ctrl-C and SIGTERM end the command, and we go on.
 *
 * @returns its exit code
 */
export async function runInForeground(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit' });
  // Ctrl-C reaches the command from the terminal; SIGTERM is for us alone.
  process.on('SIGINT', () => undefined).on('SIGTERM', () => child.kill('SIGTERM'));
  return await new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? 1));
  });
}
