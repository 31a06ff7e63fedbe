import { workflowRunLogGroupName } from '../../catalog/names.ts';
import { nameOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { PageTokens } from '../../core/paging.ts';
import type { KnownRun } from './open-invocations.ts';
import type { RecordsAccess } from './records-access.ts';

/**
 * What the log of a run says of its acts, which the API does not: `ListActs` has neither prompts nor steps. Only on local AWS;
 * what AWS writes into the log group of a run is not documented, and nothing is read into it here.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/APIReference/API_ActSummary.html
 * @returns nothing of what is not there
 * @throws when the log cannot be read
 */
export async function readRunLog(run: KnownRun, access: RecordsAccess): Promise<RunLog> {
  return access.target.isLocal ? runLogOf(await linesOf(run, access)) : NOTHING;
}

/** What is known beside what the API says. */
export interface RunLog {
  readonly invocationId: string | undefined;
  /** Why the run failed. */
  readonly error: string | undefined;
  /** By the id of the act. */
  readonly acts: ReadonlyMap<string, LoggedAct>;
}

/** An act in the log of its run. */
export interface LoggedAct {
  readonly prompt?: string;
  readonly error?: string;
  readonly steps: readonly LoggedStep[];
}

/** A step in the log of its run. */
export interface LoggedStep {
  /** The page that was seen. */
  readonly url: string;
  readonly calls: readonly string[];
}

const NOTHING: RunLog = { invocationId: undefined, error: undefined, acts: new Map() };

/** Pure. */
export function runLogOf(lines: readonly unknown[]): RunLog {
  let { invocationId, error } = NOTHING;
  const acts = new Map<string, LoggedAct>();
  for (const line of lines) {
    if (!isRecord(line)) continue;
    const { message, actId } = line;
    if (message === 'run started' && typeof line.invocationId === 'string') invocationId = line.invocationId;
    if (message === 'run ended') error = errorText(line.error);
    if (typeof actId !== 'string' || typeof message !== 'string') continue;
    const act = acts.get(actId) ?? { steps: [] };
    acts.set(actId, { ...act, ...newsOf(act, message, line) });
  }
  return { invocationId, error, acts };
}

function newsOf(
  { steps }: LoggedAct,
  message: string,
  { prompt, error, url, calls }: Readonly<Record<string, unknown>>,
): Partial<LoggedAct> {
  if (message === 'act started') return typeof prompt === 'string' ? { prompt } : {};
  if (message.startsWith('step ')) {
    const names = Array.isArray(calls) ? calls.map(String) : [];
    return { steps: [...steps, { url: String(url ?? ''), calls: names }] };
  }
  const text = message === 'act ended' ? errorText(error) : undefined;
  return text === undefined ? {} : { error: text };
}

function errorText(error: unknown): string | undefined {
  if (!isRecord(error)) return undefined;
  return [error.type, error.message].filter((part) => typeof part === 'string' && part !== '').join(': ');
}

/** All lines of the stream that is named after the run. */
async function linesOf(run: KnownRun, access: RecordsAccess): Promise<readonly unknown[]> {
  const { GetLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = await access.logs();
  const input = {
    logGroupName: run.logGroupName ?? workflowRunLogGroupName(run.definitionName),
    logStreamName: run.workflowRunId,
    startFromHead: true,
  };
  const lines: unknown[] = [];
  const tokens = new PageTokens('GetLogEvents of CloudWatch Logs');
  try {
    for (let nextToken: string | undefined; ; ) {
      const page = await client.send(new GetLogEventsCommand({ ...input, nextToken }), access.call);
      lines.push(...(page.events ?? []).map(({ message = '' }) => parseJson(message)));
      // The last page is followed by itself.
      if (page.nextForwardToken === undefined || page.nextForwardToken === nextToken) return lines;
      nextToken = tokens.next(page.nextForwardToken);
    }
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return lines;
    throw error;
  }
}
