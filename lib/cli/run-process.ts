import { writeSync } from 'node:fs';
import { EXIT, type ExitCode, messageOf } from '../core/errors.ts';
import { SAME_KEY_PRESS_MS } from '../core/signals.ts';
import { visible } from '../core/visible.ts';
import type { CliCommand } from './cli-command.ts';
import type { CommandContext } from './command-context.ts';
import type { CommandLine } from './command-line.ts';
import { printEnvelope } from './envelope.ts';
import { processOutput } from './process-output.ts';
import { reportFailure, runCommand } from './run-command.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs a command with the arguments, the environment and the exit code of this process. Ctrl-C aborts
 * `context.interrupt`; a second one leaves at once. A process that is ended before its command has is no success.
 *
 * @param command gets the folder that the process was started in, when it has to be made
 */
export async function runProcess(
  command: CliCommand | ((directory: string) => Promise<CliCommand>),
  commandLine: CommandLine,
): Promise<void> {
  // The AWS SDK would print several lines about Node versions of the future between our own.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const interrupt = new AbortController();
  let interruptedAt = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (interrupt.signal.aborted) {
      // One Ctrl-C arrives twice when npm or a shell between passes it on as well.
      if (performance.now() - interruptedAt > SAME_KEY_PRESS_MS) process.exit(EXIT.interrupted);
      return;
    }
    interruptedAt = performance.now();
    output.stderr('\nStopping … (once more to leave at once)\n');
    interrupt.abort(new Error(`interrupted by ${signal}`));
  };
  let isOutputLost = false;
  // A reader that leaves, as `head` does, is a reason to stop in order, not to crash with everything running.
  const { open, ...output } = processOutput({
    onReaderGone: () => interrupt.abort(new Error('nobody reads the output any more')),
    onLost: (error) => {
      isOutputLost = true;
      output.stderr(`Error: The output could not be written: ${visible(messageOf(error))}\n`);
      interrupt.abort(new Error('the output could not be written'));
      // Node's streams may tell of it when the command has ended.
      process.exitCode ||= EXIT.failure;
    },
  });
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  const make = async (directory: string): Promise<CliCommand> => {
    const made = typeof command === 'function' ? await command(directory) : command;
    const runWithStreams: CliCommand['run'] = async (context) => {
      open();
      return await made.run(context);
    };
    return made.isBrief ? made : { ...made, run: runWithStreams };
  };
  const args = process.argv.slice(2);
  const onExit = (exitCode: number): void => {
    if (exitCode === EXIT.success) process.exitCode = tellEarlyEnd(args);
  };
  process.on('exit', onExit);
  try {
    const directory = currentFolder();
    const context = {
      ...output,
      get interactive() {
        return process.stderr.isTTY === true;
      },
      environment: process.env,
      directory: directory ?? '',
      commandLine,
      interrupt: interrupt.signal,
    };
    const exitCode = await run(make, directory, context, args);
    const isGood = exitCode === EXIT.success || exitCode === EXIT.interrupted;
    process.exitCode = isOutputLost && isGood ? EXIT.failure : exitCode;
  } finally {
    process.off('exit', onExit);
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
  }
}

async function run(
  make: (directory: string) => Promise<CliCommand>,
  directory: string | undefined,
  context: CommandContext,
  args: readonly string[],
): Promise<ExitCode> {
  try {
    if (directory === undefined) {
      throw new UsageError({
        what: 'The current folder does not exist any more: it was deleted, or moved away.',
        fix: 'Go to a folder that is there (cd), and call the command again.',
      });
    }
    return await runCommand(await make(directory), context, args);
  } catch (error) {
    return await reportFailure(error, context, args);
  }
}

/** `undefined` when it was deleted since somebody went there. */
function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** Code of a project has ended the process, or nothing is left that could go on. It writes at once: nothing can be awaited any more. */
function tellEarlyEnd(args: readonly string[]): ExitCode {
  const message = 'The process ended before the command had: what became of it is not known.';
  const help = 'Look for process.exit in the code of the project, such as in its catalog.';
  const write = (descriptor: 1 | 2, text: string): void => {
    try {
      writeSync(descriptor, text);
    } catch {
      // Nobody reads it, or nothing takes it: the exit code says the rest.
    }
  };
  if (args.includes('--json')) {
    const error = { code: 'EndedEarly', source: 'client', message: `${message} ${help}` } as const;
    printEnvelope(
      { stdout: (text) => write(1, text) },
      { ok: false, error: { ...error, retryable: false, help } },
    );
  }
  write(2, `Error: ${message} ${help}\n`);
  return EXIT.failure;
}
