import { didYouMean } from '../../core/suggest.ts';
import type { CommandLine } from '../command-line.ts';
import { numberOption } from '../number-option.ts';
import { checkRunId } from '../run-records/run-id.ts';
import { parseSince } from '../since.ts';
import { UsageError } from '../usage-error.ts';
import type { AskedLogs } from './log-sources.ts';

/** Reads the texts that the command was called with. @throws UsageError */
export function readLogsArguments(
  args: LogsArguments,
  nowMs: number,
  context: { readonly commandLine: CommandLine },
): AskedLogs & { readonly limit?: number | undefined } {
  const { run, session, since, filter: pattern } = args;
  const source = sourceIn(args.source ?? 'all');
  if (run !== undefined && session !== undefined) {
    throw new UsageError({
      what: '--run and --session were given together.',
      fix: 'Give one of them: a run knows its session.',
    });
  }
  if (session !== undefined && source === 'runs') {
    throw new UsageError({
      what: '--session was given with --source runs, whose lines name no session of a runtime.',
      fix: 'Leave --source out, or give a run with --run.',
    });
  }
  if (run !== undefined) checkRunId(run, context);
  if (session !== undefined) checkSession(session);
  return {
    ...{ source, pattern, nowMs, run, session },
    sinceMs: since === undefined ? undefined : parseSince(since, nowMs),
    limit: args.limit === undefined ? undefined : numberOption(args.limit, LIMIT),
  };
}

/** What says which lines are wanted: texts, as they were typed. */
export interface LogsArguments {
  readonly run?: string | undefined;
  readonly session?: string | undefined;
  readonly since?: string | undefined;
  readonly filter?: string | undefined;
  readonly limit?: string | undefined;
  readonly source?: string | undefined;
}

/** What `--source` may be. */
export const LOG_SOURCES = ['runtime', 'runs', 'all'] as const;

function sourceIn(text: string): AskedLogs['source'] {
  const source = LOG_SOURCES.find((name) => name === text);
  if (source !== undefined) return source;
  const meant = didYouMean(text, LOG_SOURCES);
  throw new UsageError({
    what: `--source "${text}" is not a source of lines.`,
    allowed: `Allowed are ${LOG_SOURCES.join(', ')}.`,
    fix: meant === undefined ? undefined : `Did you mean "${meant}"?`,
  });
}

/** It becomes part of a pattern. @throws UsageError */
function checkSession(session: string): void {
  if (/^[\w-]{8,256}$/.test(session)) return;
  throw new UsageError({
    what: `--session ${JSON.stringify(session)} is not the id of a session.`,
    allowed: 'Letters, digits, hyphens and underscores are allowed: the id, or its beginning, 8 or more.',
    fix: 'Copy it from what "invoke" printed, or from a line of the log.',
  });
}

/** They are kept in memory. */
const LIMIT = { name: '--limit', of: 'lines', min: 1, max: 100_000 } as const;
