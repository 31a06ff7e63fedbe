import { UUID_PATTERN } from '../../contract/uuid.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { LogEventOfGroup } from './log-line.ts';

/** Which lines of a group are wanted. */
export interface LineChoice {
  /**
   * A pattern that finds the streams to look at: those with a line that it matches. What a process prints without an id is
   * told by them. @default - all streams
   */
  readonly streamsWith?: string | undefined;
  /** Whether an event of such a stream is wanted. */
  readonly isWanted: (event: LogEventOfGroup) => boolean | Promise<boolean>;
}

/** All lines. */
export const ALL_LINES: LineChoice = { isWanted: () => true };

/**
 * The lines of a runtime session. A session has a process of its own, and a process a stream: lines without a session,
 * such as those of a library or a stack, belong to it.
 */
export function linesOfSession(sessionId: string): LineChoice {
  return linesIn(sessionId, (id) => id === sessionId);
}

/** The lines of the runtime sessions whose ids begin so. @param onSession called with the ids that are found */
export function linesOfSessions(begin: string, onSession: (sessionId: string) => void): LineChoice {
  return linesIn(`${begin}*`, (id) => {
    const isMeant = id.startsWith(begin);
    if (isMeant) onSession(id);
    return isMeant;
  });
}

function linesIn(pattern: string, isMeant: (sessionId: string) => boolean): LineChoice {
  return {
    streamsWith: `{ $.sessionId = ${JSON.stringify(pattern)} }`,
    isWanted: ({ text }) => {
      const { sessionId } = idsIn(text);
      return sessionId === undefined || isMeant(sessionId);
    },
  };
}

/**
 * What a runtime session printed for a run: the lines of its invocation but those of its other runs, and the lines
 * without an id from the time of the invocation.
 */
export function linesOfInvocation(invocation: InvocationOfRun): LineChoice {
  const { runId, sessionId, requestId, startedMs, endedMs = Number.POSITIVE_INFINITY } = invocation;
  const { streamsWith, isWanted: isOfSession } = linesOfSession(sessionId);
  return {
    streamsWith,
    isWanted: (event) => {
      const ids = idsIn(event.text);
      if (isOfSession(event) === false || (ids.workflowRunId ?? runId) !== runId) return false;
      if (ids.requestId !== undefined && requestId !== undefined) return ids.requestId === requestId;
      return event.timestampMs >= startedMs && event.timestampMs <= endedMs;
    },
  };
}

/** An invocation, for one of its runs. */
export interface InvocationOfRun {
  readonly runId: string;
  readonly sessionId: string;
  readonly requestId?: string | undefined;
  readonly startedMs: number;
  /** @default - it goes on */
  readonly endedMs?: number | undefined;
}

/**
 * What the log group of runs has of a run: streams that are named after it, and lines that name it. What Nova Act
 * writes there on AWS is not documented; local AWS does both.
 */
export function linesOfRun(runId: string): LineChoice {
  return { isWanted: ({ stream, text }) => stream.includes(runId) || text.includes(runId) };
}

/**
 * What the log group of runs has of the runs of a definition: workflows of one foundation share the group. Lines that name no
 * run are told with them, because nobody knows whose they are.
 */
export function linesOfRuns(isOfDefinition: (runId: string) => Promise<boolean>): LineChoice {
  return {
    isWanted: ({ stream, text }) => {
      const runId = idsIn(text).workflowRunId ?? UUID.exec(stream)?.[0];
      return runId === undefined || isOfDefinition(runId);
    },
  };
}

const UUID = new RegExp(UUID_PATTERN);

function idsIn(text: string): Readonly<Partial<Record<Id, string>>> {
  const value = text.startsWith('{') ? parseJson(text) : undefined;
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    IDS.flatMap((name) => (typeof value[name] === 'string' ? [[name, value[name]]] : [])),
  );
}

const IDS = ['sessionId', 'requestId', 'workflowRunId'] as const;
type Id = (typeof IDS)[number];
