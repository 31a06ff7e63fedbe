import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Runs a command to its end, and reads what it prints.
 *
 * @returns the time of processors that it and those whom it waited for took, in milliseconds
 * @throws Error when it ends with another code than 0
 */
export async function cpuOf(
  command: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  // Of what a child has taken, Node is not told; the shell is.
  const script = 'TIMEFORMAT="%3U %3S"; exec 3>&2; { time "$@" 2>&3 3>&-; } 2>&4';
  const child = spawn('bash', ['-c', script, 'bash', ...command], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'pipe'],
  });
  child.stdout?.resume();
  const [, , stderr, , times] = child.stdio;
  if (stderr === null || !(times && 'readable' in times)) throw new Error('The shell has no way to answer.');
  const said = text(stderr);
  const timed = text(times);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${await said}`);
  const [user = Number.NaN, system = Number.NaN] = (await timed).trim().split(' ').map(Number);
  return (user + system) * 1000;
}

/**
 * What programs are measured with. Without certificates of a distribution, which alone make Node 40 ms slower, and without what
 * else the caller's shell may say.
 */
export function plainEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...more };
}
