import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

const TIME_LIMIT_MS = 240_000;

/** A command in a process group of its own, with its output. */
export interface Running {
  /** What it has written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Both, as a terminal shows them. */
  readonly output: () => string;
  /** The exit code, once all output is there. */
  readonly ended: Promise<number>;
  /** Sends a signal to it and all that it started, as a terminal does. */
  signal(name: NodeJS.Signals): void;
}

/** Starts a command. */
export function start(options: {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}): Running {
  const { command, cwd, env } = options;
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended.
    }
  };
  const limit = setTimeout(() => signal('SIGKILL'), TIME_LIMIT_MS);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? -1));
  }).finally(() => clearTimeout(limit));
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  return { stdout, stderr, output: collect(child.stdout, child.stderr), ended, signal };
}

function collect(...streams: readonly Readable[]): () => string {
  let text = '';
  for (const stream of streams) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}

/** Runs a command to its end. @returns what it wrote on stdout. @throws when it fails, with the end of its output */
export async function run(options: Parameters<typeof start>[0]): Promise<string> {
  const { stdout, stderr, ended } = start(options);
  const code = await ended;
  if (code === 0) return stdout();
  const output = `${stdout()}\n${stderr()}`.trim().split('\n').slice(-40).join('\n');
  throw new Error(`${options.command.join(' ')} ended with ${code}\n${output}`);
}

/** The environment of a user who has neither this project's npm scripts around nor AWS credentials. */
export function cleanEnvironment(nodeDir: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|AWS_|CDK_|NODE_OPTIONS$|INIT_CWD$|JEST_)/i.test(name),
  );
  const quiet = { npm_config_update_notifier: 'false', npm_config_fund: 'false', npm_config_audit: 'false' };
  return { ...Object.fromEntries(kept), ...quiet, PATH: [nodeDir, process.env.PATH].join(':') };
}
