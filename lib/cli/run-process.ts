import { EXIT } from '../core/errors.ts';
import { SAME_KEY_PRESS_MS } from '../core/signals.ts';
import { visible } from '../core/visible.ts';
import type { CliCommand } from './cli-command.ts';
import type { CommandLine } from './command-line.ts';
import { runCommand } from './run-command.ts';

/**
 * Runs a command with the arguments, the environment and the exit code of this process. Ctrl-C aborts
 * `context.interrupt`; a second one leaves at once.
 */
export async function runProcess(command: CliCommand, commandLine: CommandLine): Promise<void> {
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
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  try {
    const context = {
      // Programs get results as they are; a terminal would obey what is in them.
      stdout: (text: string) => process.stdout.write(process.stdout.isTTY ? visible(text) : text),
      ...(process.stdout.isTTY &&
        !process.env.NO_COLOR && {
          coloredStdout: (text: string) => process.stdout.write(text),
        }),
      stderr: (text: string) => process.stderr.write(text),
      interactive: process.stderr.isTTY === true,
      environment: process.env,
      directory: process.cwd(),
      commandLine,
      interrupt: interrupt.signal,
    };
    process.exitCode = await runCommand(command, context, process.argv.slice(2));
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
  }
}
