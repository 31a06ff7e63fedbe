import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Starts Node with these arguments, on a pseudo terminal unless told otherwise. */
export function startProgram(
  args: readonly string[],
  given: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly hasTerminal: boolean;
  },
) {
  const command = [process.execPath, ...args];
  const words = command.map((word) => `'${word}'`).join(' ');
  const [program = '', ...rest] = !given.hasTerminal
    ? command
    : process.platform === 'darwin'
      ? ['script', '-q', '/dev/null', ...command]
      : ['script', '-qfec', words, '/dev/null'];
  const env = { ...process.env, ...given.environment, NODE_NO_WARNINGS: '1', NOVA_ACT_PROGRESS: '1' };
  const child = spawn(program, rest, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), 50_000);
  let seen = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      seen += chunk;
    });
  }
  const ended = once(child, 'close').finally(() => clearTimeout(limit));
  return {
    type: (text: string) => child.stdin.write(text),
    seen: () => seen,
    /** Waits until it has shown this so many times. */
    shows: async (text: string, times = 1): Promise<void> => {
      while (seen.split(text).length <= times) {
        await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(seen)))]);
      }
    },
    end: async () => {
      const [exitCode] = await ended;
      return { exitCode, seen: seen.replaceAll('\r\n', '\n') };
    },
  };
}
