import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ENDPOINT_OF_ALL } from '../../contract/variables.ts';
import { EXIT, ExplainedError } from '../../core/errors.ts';
import type { CommandContext } from '../command-context.ts';
import type { CdkCli } from './cdk-cli.ts';

/**
 * Calls the CDK CLI, says how, and waits until it has ended. All that it prints goes to stderr; at a terminal it may ask.
 * Ctrl-C is handed on, and its end awaited.
 *
 * @param environment beside that of the command
 * @throws CdkError when it fails
 */
export async function runCdk(
  cdk: CdkCli,
  args: readonly string[],
  { context, environment }: { readonly context: CommandContext; readonly environment: Environment },
): Promise<void> {
  const { interrupt, interactive, stderr } = context;
  interrupt.throwIfAborted();
  const set = SAID.filter(
    (name) => environment[name] !== undefined && context.environment[name] !== environment[name],
  );
  const variables = set.map((name) => `${name}=${environment[name]}`);
  const shown = [...variables, ...['cdk', ...args].map(quoted)];
  stderr(`CDK CLI ${cdk.version}: ${shown.join(' ')}\n`);
  // Nobody is asked by it, and what it advises has nothing to do with us.
  const isSynth = args[0] === 'synth';
  const child = spawn(process.execPath, [cdk.file, ...args], {
    cwd: cdk.folder,
    env: { ...context.environment, ...environment },
    // The descriptor 2 is a terminal then, and the CLI is to know it.
    stdio: interactive && !isSynth ? ['inherit', 2, 2] : ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    if (isSynth)
      createInterface({ input: stream }).on('line', (line) => {
        if (!ADVICE.test(line)) stderr(`${line}\n`);
      });
    else stream.setEncoding('utf8').on('data', stderr);
  }
  const { code, signal } = await ended(child, context);
  if (code === 0) return;
  if (interrupt.aborted) {
    const began =
      args[0] === 'synth'
        ? ''
        : ' CloudFormation goes on with what it had begun; the same command takes it up again.';
    stderr(`The CDK CLI has ended.${began}\n`);
    interrupt.throwIfAborted();
  }
  throw new CdkError({
    what: `"cdk ${args[0]}" has failed (${signal === null ? `exit code ${code}` : signal}).`,
    fix: 'What it printed says why.',
  });
}

/** Of `cdk synth`, about a command that nobody has typed. */
const ADVICE = /Supply a stack id \(.*\) to display its template/;

/** The CDK CLI has failed. */
export class CdkError extends ExplainedError {
  override readonly name = 'CdkError';
  override readonly exitCode = EXIT.failure;
}

/** `undefined` unsets. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Never leaves the process running: when this one is ended at once, that one is, too. */
async function ended(
  child: ChildProcess,
  { interrupt, stderr }: Pick<CommandContext, 'interrupt' | 'stderr'>,
): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
  const handOn = (): void => {
    stderr('The CDK CLI was told to stop; waiting for it. Once more ends it at once.\n');
    child.kill('SIGINT');
  };
  const endNow = (): void => void child.kill('SIGKILL');
  interrupt.addEventListener('abort', handOn, { once: true });
  process.once('exit', endNow);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject).once('close', (code, signal) => resolve({ code, signal }));
    });
  } finally {
    interrupt.removeEventListener('abort', handOn);
    process.off('exit', endNow);
  }
}

/** As one would type it. */
function quoted(text: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Of the variables that are set for it, those that say where it works. */
const SAID = [ENDPOINT_OF_ALL, 'AWS_REGION'] as const;
