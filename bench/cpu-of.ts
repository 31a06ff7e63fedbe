import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Runs a command to its end, and reads what it prints.
 *
 * @param options.atTerminal where it prints to: a terminal of 100 columns, see {@link hasTerminals}. @default a pipe
 * @returns the CPU time that it and those whom it waited for took, in milliseconds
 * @throws Error when it ends with another code than 0
 */
export async function cpuOf(
  command: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly atTerminal?: boolean } = {},
): Promise<number> {
  const { atTerminal = false, ...rest } = options;
  // Of what a child has taken, Node is not told; the shell is.
  const timed = ['bash', '-c', atTerminal ? `stty cols 100; ${SCRIPT}` : SCRIPT, 'bash', ...command];
  // The program that makes the terminal is outside of what is timed.
  const [program, ...args] = atTerminal
    ? ['script', '--quiet', '--return', '--command', timed.map(quoted).join(' '), '/dev/null']
    : timed;
  const child = spawn(program ?? 'bash', args, {
    ...rest,
    stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'pipe'],
  });
  const [, stdout, stderr, , times] = child.stdio;
  if (stdout === null || stderr === null || !(times && 'readable' in times))
    throw new Error('The shell has no way to answer.');
  const printed = text(stdout);
  const said = text(stderr);
  const took = text(times);
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`${command.join(' ')} ended with ${code}: ${await (atTerminal ? printed : said)}`);
  const [user = Number.NaN, system = Number.NaN] = (await took).trim().split(' ').map(Number);
  return (user + system) * 1000;
}

const SCRIPT = 'TIMEFORMAT="%3U %3S"; exec 3>&2; { time "$@" 2>&3 3>&-; } 2>&4';

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Whether this machine can make terminals: by `script` of util-linux, as Linux has it. */
export function hasTerminals(): boolean {
  return spawnSync('script', ['--version']).status === 0;
}

/**
 * What programs are measured with. Without certificates of a distribution, which alone make Node 40 ms slower, and without what
 * else the caller's shell may say.
 */
export function plainEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...more };
}
