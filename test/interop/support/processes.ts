import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export const projectRoot = path.resolve(import.meta.dirname, '..', '..', '..');

type Environment = Readonly<Record<string, string>>;

/** What a process needs of this one, and nothing that speaks of AWS. */
export function cleanEnvironment(environment: Environment): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|NOVA_ACT)_/.test(name));
  return { ...Object.fromEntries(inherited), ...environment };
}

/**
 * Runs a process to its end.
 *
 * @throws Error with all that it printed, when it fails
 */
export async function run(
  command: string,
  args: readonly string[],
  environment: Environment = {},
): Promise<Printed> {
  const { exitCode, ...printed } = await runAnyhow(command, args, { environment });
  if (exitCode !== 0)
    throw new Error(`${command} ended with ${exitCode}.\n${printed.stdout}\n${printed.stderr}`);
  return printed;
}

/** What a process printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a process to its end, whatever that is.
 *
 * @param options.cwd its folder. @default - that of the project
 */
export async function runAnyhow(
  command: string,
  args: readonly string[],
  options: { readonly environment?: Environment | undefined; readonly cwd?: string | undefined } = {},
): Promise<Printed & { readonly exitCode: number | null }> {
  const { environment = {}, cwd = projectRoot } = options;
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(environment),
  });
  const ended = once(child, 'close');
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, exitCode };
}

/** A process that says in one line or object of JSON that it is ready, and is stopped when it is disposed. */
export interface Server extends AsyncDisposable {
  /** What it said. */
  readonly ready: unknown;
}

/** Starts a server and waits until it is ready. */
export async function serve(
  command: string,
  args: readonly string[],
  environment: Environment = {},
): Promise<Server> {
  const child = spawn(command, args, {
    cwd: projectRoot,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: cleanEnvironment(environment),
  });
  const stderr = text(child.stderr);
  const ready = await readyObject(child);
  if (ready === undefined) throw new Error(`${command} did not become ready.\n${await stderr}`);
  return {
    ready,
    async [Symbol.asyncDispose]() {
      const closed = child.exitCode === null ? once(child, 'close') : undefined;
      child.kill('SIGINT');
      await closed;
    },
  };
}

async function readyObject({ stdout }: ChildProcess): Promise<unknown> {
  if (stdout === null) return undefined;
  let printed = '';
  // Not `for await`: leaving the loop would close the pipe of a server that goes on printing.
  const lines = createInterface({ input: stdout });
  return await new Promise((resolve) => {
    lines.on('close', () => resolve(undefined));
    lines.on('line', (line) => {
      printed += line;
      try {
        resolve(JSON.parse(printed));
      } catch {
        // The object goes on in the next line.
      }
    });
  });
}
