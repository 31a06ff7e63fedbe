import { type Command, CommanderError } from 'commander';
import { EXIT, type ExitCode, ExplainedError, messageOf, stackOf } from '../core/errors.ts';
import { SAME_KEY_PRESS_MS } from '../core/signals.ts';
import { isInstance } from '../core/thrown.ts';
import { visible } from '../core/visible.ts';
import type { CliCommand } from './cli-command.ts';
import type { CommandLine } from './command-line.ts';

/**
 * Parses the arguments of this process and runs a command: one clear line on stderr and the documented exit code when
 * it fails, a stack only with `--verbose`. Ctrl-C aborts `context.interrupt`; a second one leaves at once.
 */
export async function runCommand({ program, run }: CliCommand, commandLine: CommandLine): Promise<void> {
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
    process.stderr.write('\nStopping … (once more to leave at once)\n');
    interrupt.abort(new Error(`interrupted by ${signal}`));
  };
  // A reader that leaves, as `head` does, is a reason to stop in order, not to crash with everything running.
  process.stdout.on('error', () => interrupt.abort(new Error('nobody reads the output any more')));
  process.stderr.on('error', () => {});
  for (const command of [program, ...program.commands]) {
    command
      .showHelpAfterError('Run with --help for the options and examples.')
      .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'Error: ')) })
      .exitOverride()
      .allowExcessArguments(false);
  }
  try {
    program.parse();
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
    process.exitCode = await run({
      // Programs get results as they are; a terminal would obey what is in them.
      stdout: (text) => process.stdout.write(process.stdout.isTTY ? visible(text) : text),
      stderr: (text) => process.stderr.write(text),
      interactive: process.stderr.isTTY === true,
      environment: process.env,
      directory: process.cwd(),
      commandLine,
      interrupt: interrupt.signal,
    });
  } catch (error) {
    process.exitCode = interrupt.signal.aborted ? EXIT.interrupted : report(error, program);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
  }
}

function report(error: unknown, program: Command): ExitCode {
  if (isInstance(error, CommanderError)) return error.exitCode === 0 ? EXIT.success : EXIT.usage;
  const verbose = [program, ...program.commands].some((command) => command.opts().verbose === true);
  process.stderr.write(`Error: ${visible(verbose ? stackOf(error) : messageOf(error))}\n`);
  return isInstance(error, ExplainedError) ? error.exitCode : EXIT.failure;
}
