import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { visible } from '../../core/visible.ts';
import { askedWorkflows } from '../asked-workflows.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { printResult } from '../envelope.ts';
import { readingNeeds } from '../reading-needs.ts';
import { accessToWorkflows } from '../run-records/access-to-workflows.ts';
import { openTarget, type TargetContext, type TargetOptions } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import type { AskedWorkflow } from '../workflow-options.ts';
import { followLogs } from './follow-logs.ts';
import { isGroupMissing } from './group-missing.ts';
import { linePrinter } from './line-printer.ts';
import { type LogEventOfGroup, readLogLine } from './log-line.ts';
import { logSources } from './log-sources.ts';
import { type LogsArguments, readLogsArguments } from './logs-arguments.ts';
import { readGroup, type WantedEventsOfGroup } from './read-group.ts';
import { type LogSource, lastOf, readLines } from './read-lines.ts';

/** Prints what workflows have logged. */
export async function logs(args: LogsOptions, context: LogsContext): Promise<ExitCode> {
  const asked = readLogsArguments(args, Date.now(), context);
  const { interrupt, stderr } = context;
  using target = await openTarget(args, context);
  const workflows = await askedWorkflows(args, target, context);
  if (workflows.length > 1 && asked.run === undefined && asked.session === undefined) {
    throw new UsageError({
      what: `No workflow was named, and there are ${workflows.length}.`,
      fix: `Name one of ${workflows.map(({ workflow }) => workflow).join(', ')}, or a run or a session.`,
    });
  }
  const note = (text: string): void => {
    if (text !== '') stderr(`${visible(text)}\n`);
  };
  const access = await accessToWorkflows(workflows, target, context);
  const { sources, known } = await logSources(asked, workflows, access, note);
  note(`Log groups: ${[...new Set(sources.map(({ group }) => group))].join(', ')}`);
  const client = await target.client((config) => new CloudWatchLogsClient(config));
  const read = (wanted: WantedEventsOfGroup): AsyncIterable<LogEventOfGroup> =>
    readingNeeds(
      `logs:FilterLogEvents on arn:aws:logs:${target.region}:${target.account}:log-group:${wanted.group}:*`,
      readGroup(client, wanted, interrupt),
    );
  const work = { sources, read, known, asked, json: args.json === true };
  return args.follow === true
    ? await followLogs(work, context)
    : await printOnce(work, { ...context, commandLine: target.commandLine(context) });
}

/** What `logs` was called with. */
export interface LogsOptions extends TargetOptions, AskedWorkflow, LogsArguments {
  readonly follow?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** What `logs` is called with beside its options. */
export interface LogsContext extends CommandContext, TargetContext {
  readonly setup: Pick<CommandSetup, 'catalog'>;
}

/** What is to be printed. */
export interface LogsWork {
  readonly sources: readonly LogSource[];
  readonly read: (wanted: WantedEventsOfGroup) => AsyncIterable<LogEventOfGroup>;
  /** Ids that all lines have. */
  readonly known: ReadonlySet<string>;
  readonly asked: ReturnType<typeof readLogsArguments>;
  readonly json: boolean;
}

async function printOnce(work: LogsWork, context: LogsContext): Promise<ExitCode> {
  const { sources, known, asked, json } = work;
  const missing = new Set<string>();
  const events = readLines(sources, (wanted) =>
    unlessGroupMissing(work.read(wanted), () => missing.add(wanted.group)),
  );
  const { limit = Number.POSITIVE_INFINITY } = asked;
  let count = 0;
  const print = linePrinter(context, known);
  if (json || Number.isFinite(limit)) {
    const lines = (await lastOf(events, limit)).map(readLogLine);
    count = lines.length;
    throwIfNone(sources, missing, context);
    if (json) printResult(context, { json, data: { lines, missingGroups: [...missing] }, text: () => '' });
    else for (const line of lines) print(line);
  } else {
    for await (const event of events) {
      count += 1;
      print(readLogLine(event));
    }
    throwIfNone(sources, missing, context);
  }
  for (const group of missing) context.stderr(`The log group ${group} is not there yet.\n`);
  if (count === 0) context.stderr(`${noLines(asked, sources)}\n`);
  return EXIT.success;
}

/** What has never run has no logs: that is no empty success. */
function throwIfNone(
  sources: readonly LogSource[],
  missing: ReadonlySet<string>,
  { commandLine }: LogsContext,
): void {
  if (!sources.every(({ group }) => missing.has(group))) return;
  throw new UsageError({
    what: `There is no log group yet: ${[...missing].join(', ')}.`,
    fix: `It is made with the deployment or the first run: call the workflow with "${commandLine('invoke')}", or wait for it with --follow.`,
  });
}

async function* unlessGroupMissing<T>(items: AsyncIterable<T>, missing: () => void): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    if (!isGroupMissing(error)) throw error;
    missing();
  }
}

/** That there are none, and how there may be some. No line of a run is older than it. */
function noLines({ run, sinceMs, nowMs }: LogsWork['asked'], sources: readonly LogSource[]): string {
  const startMs = Math.min(...sources.map((source) => source.startMs));
  const none = `No lines since ${new Date(startMs).toISOString()}.`;
  if (run !== undefined)
    return sinceMs === undefined ? none : `${none} Without --since there are all of the run.`;
  const days = [1, 7, 30].find((count) => nowMs - startMs < count * DAY_MS);
  return days === undefined ? none : `${none} Others may be older: --since ${days}d, for example.`;
}

const DAY_MS = 24 * 60 * 60_000;
