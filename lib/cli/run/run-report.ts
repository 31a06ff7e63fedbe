import { missingDefinitionIn } from '../../contract/missing-definition.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { visible } from '../../core/visible.ts';
import { viewerUrlOf, viewerUrlOfInvocation } from '../../viewer/paths.ts';
import type { CommandContext } from '../command-context.ts';
import { type CommandFailure, printEnvelope, printResult } from '../envelope.ts';
import type { CommandTarget } from '../target.ts';
import type { FinishedRun } from './run-once.ts';

/** Tells how a run ended, and where to look at it. @returns the exit code */
export function reportRunEnd(
  run: FinishedRun,
  how: {
    readonly workflow: string;
    readonly target: CommandTarget;
    /** Whether local AWS is there afterwards. */
    readonly hasViewer: boolean;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly json: boolean;
    readonly verbose: boolean;
    readonly context: Pick<CommandContext, 'stdout' | 'stderr' | 'commandLine'>;
  },
): ExitCode {
  const { workflow, target, hasViewer, environment, json, verbose, context } = how;
  const { durationMs } = run;
  const viewerUrls = hasViewer ? viewerUrlsOf(run, target.url ?? '', environment) : [];
  const logGroup = environment[VARIABLE.logGroupName] || null;
  const bucket = target.isLocal ? null : environment[VARIABLE.artifactBucket] || null;
  const data = {
    workflow,
    target,
    workflowRunIds: run.runs.map(({ workflowRunId }) => workflowRunId),
    workflowDefinitionNames: [...new Set(run.runs.map(({ definitionName }) => definitionName))],
    ...{ viewerUrls, logGroup, artifactBucket: bucket, durationMs },
  };
  const places = [
    ...run.runs.map(({ workflowRunId }) => ['run', workflowRunId]),
    ...viewerUrls.map((url) => ['viewer', url]),
    ...(logGroup === null ? [] : [['logs', logGroup]]),
    ...(bucket === null ? [] : [['bucket', bucket]]),
  ];
  const where = places.map(([name = '', value = '']) => placeLine(name, value)).join('');
  if (run.ok) {
    context.stderr(`Succeeded in ${formatDuration(durationMs)}.\n${visible(where)}`);
    if (run.runs.length === 0) context.stderr(`${NO_RUN}\n`);
    const { result } = run;
    const text = (): string =>
      typeof result === 'string' ? `${result}\n` : `${visible(JSON.stringify(result, null, 2))}\n`;
    printResult(context, { json, data: { ...data, result }, text });
    return EXIT.success;
  }
  const { name, stack, thrownAt } = run.error;
  const message = withAdvice(run.error.message, target, context);
  const thrownLine = thrownAt === undefined ? '' : placeLine('thrown', thrownAt);
  context.stderr(`${visible(`The workflow failed (${name}): ${message}`)}\n${visible(thrownLine + where)}`);
  if (verbose && stack !== undefined) context.stderr(`${visible(stack)}\n`);
  const error: CommandFailure = {
    code: run.error.code ?? name,
    source: run.error.isPayloadWrong === true ? 'user' : 'client',
    message,
    retryable: run.error.isRetryable ?? false,
    help: null,
  };
  if (json) printEnvelope(context, { ok: false, error, data: { ...data, thrownAt: thrownAt ?? null } });
  return EXIT.failure;
}

function placeLine(name: string, value: string): string {
  return `  ${name.padEnd(8)} ${value}\n`;
}

/** Legal, but nothing that should go unnoticed. */
const NO_RUN =
  'No workflow run was heard of: the workflow began none, or with another copy of nova-act-cdk than that of this command.';

/** The pages of its runs; without any, that of the invocation, which says why. */
function viewerUrlsOf(
  { runs, requestId }: FinishedRun,
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const isRecorded = Boolean(environment[VARIABLE.artifactBucket]);
  if (runs.length === 0 && requestId !== undefined && isRecorded)
    return [viewerUrlOfInvocation(url, requestId)];
  return runs.map(({ workflowRunId: runId, definitionName }) => viewerUrlOf(url, { definitionName, runId }));
}

/** The SDK does not know how the commands are called. */
function withAdvice(
  message: string,
  target: CommandTarget,
  context: Pick<CommandContext, 'commandLine'>,
): string {
  const definition = missingDefinitionIn(message);
  if (definition === undefined || target.isLocal) return message;
  return `${message} To make it without a deployment: ${target.commandLine(context)('workflow create', definition)}`;
}
