import { isTraceWord, traceWordProblem } from '../../contract/browser-trace.ts';
import type { CommandContext } from '../command-context.ts';
import { parseTimeout } from '../invoke/options.ts';
import type { TargetOptions } from '../target.ts';
import { UsageError } from '../usage-error.ts';

/** What the command was called with: texts, as they were typed. */
export interface RunArguments extends TargetOptions {
  /** The name of a workflow, or a file. */
  readonly workflow: string;
  readonly payload?: string | undefined;
  readonly payloadFile?: string | undefined;
  readonly watch?: boolean | undefined;
  readonly headed?: boolean | undefined;
  readonly stack?: string | undefined;
  readonly outputsFile?: string | undefined;
  readonly assumeRole?: boolean | undefined;
  readonly timeoutS?: string | undefined;
  readonly secrets?: string | undefined;
  readonly trace?: string | undefined;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/**
 * Refuses arguments that do not go together.
 *
 * @returns the time limit of a run in milliseconds
 * @throws UsageError
 */
export function checkRunArguments(
  args: RunArguments,
  { environment }: Pick<CommandContext, 'environment'>,
  platform: NodeJS.Platform = process.platform,
): number {
  if (args.stack === undefined) {
    const lonely = args.assumeRole === true ? '--assume-role' : args.outputsFile && '--outputs-file';
    if (lonely) {
      throw new UsageError({
        what: `${lonely} was given without --stack.`,
        fix: `Name the stack that the workflow is deployed with, or leave ${lonely} out.`,
      });
    }
  }
  if (args.watch === true && args.json === true) {
    throw new UsageError({
      what: '--json was given with --watch.',
      fix: 'Leave one of them out: --json prints one object, and --watch never ends with one.',
    });
  }
  if (args.secrets !== undefined && args.local !== true) {
    throw new UsageError({
      what: '--secrets was given without --local.',
      fix: 'Values of secrets are for local AWS: add --local, or leave --secrets out.',
    });
  }
  const hasDisplay = environment.DISPLAY || environment.WAYLAND_DISPLAY;
  if (args.headed === true && platform === 'linux' && !hasDisplay) {
    throw new UsageError({
      what: '--headed was given, but there is no display here (DISPLAY and WAYLAND_DISPLAY are not set).',
      fix: 'Leave it out, or start the command in a desktop session or with xvfb-run.',
    });
  }
  if (args.trace !== undefined && !isTraceWord(args.trace))
    throw new UsageError(traceWordProblem('--trace', args.trace, JSON.stringify(args.trace)));
  return parseTimeout(args.timeoutS, DEFAULT_RUN_TIMEOUT_S);
}

/**
 * So long AgentCore lets an answer of events take.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html
 */
const DEFAULT_RUN_TIMEOUT_S = 3600;
