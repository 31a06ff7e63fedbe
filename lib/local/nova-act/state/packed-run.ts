/**
 * A run with all its sessions and acts as one line, which begins with what an index needs, so that the rest need not be
 * read at a start:
 *
 * ```
 * {"crc":<of all that follows>,"entry":{"runId":…,"acts":[<id>,…],…},"run":{…},"sessions":[…],"acts":[…]}
 * ```
 */
import { crc32 } from 'node:zlib';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';
import type { WorkflowRunStatus } from '../../../service/index.ts';
import { aListOf, aRecord } from '../../state-check.ts';
import { parseStateFile } from '../../state-file.ts';
import { ACT_CHECKS, RUN_CHECKS, SESSION_CHECKS } from '../record-checks.ts';
import type { ActRecord, RunRecord, SessionRecord } from '../records.ts';
import { goesOn } from '../status-rules.ts';

/** A run and all below it, in order of creation. */
export interface WholeRun {
  run: RunRecord;
  readonly sessions: Map<string, SessionRecord>;
  readonly acts: Map<string, ActRecord>;
}

/** What an index keeps of a run. */
export interface RunSummary {
  readonly runId: string;
  readonly definitionName: string;
  readonly sequence: number;
  /** The highest sequence of the run, its sessions and acts. */
  readonly lastSequence: number;
  readonly clientToken?: string | undefined;
  readonly invocationId?: string | undefined;
  /** Identity of the runtime session that made it, as long as the run or an act of it goes on. */
  readonly openIn?: string | undefined;
  readonly isDeleting?: boolean | undefined;
  readonly status: WorkflowRunStatus;
  /** Since 1970. */
  readonly startedAtMs: number;
  readonly sessions: readonly string[];
  readonly acts: readonly string[];
  readonly actSequences: readonly number[];
}

/** The line of a run, without its end. */
export function packRun(whole: WholeRun): string {
  const { run, sessions, acts } = whole;
  const body = { run, sessions: [...sessions.values()], acts: [...acts.values()] };
  const rest = `,"entry":${JSON.stringify(summaryOf(whole))},${JSON.stringify(body).slice(1)}`;
  return `{"crc":${crc32(rest)}${rest}`;
}

/** Whether a line is one of a run. */
export function isPackedRun(bytes: Buffer): boolean {
  return bytes.subarray(0, CRC.length).equals(CRC);
}

/**
 * What a line says of its run. A line that is not as it was written is read as a whole: what somebody has changed by hand
 * counts, if it can be read.
 *
 * @throws StateFileError that names file and place
 */
export function readSummary(
  bytes: Buffer,
  at: { readonly file: string; readonly place: string },
): RunSummary {
  const summary = summaryIn(bytes);
  return summary ?? summaryOf(unpackRun(bytes.toString('utf8'), at));
}

/** @throws StateFileError that names file and place */
export function unpackRun(text: string, at: { readonly file: string; readonly place: string }): WholeRun {
  const { run, sessions, acts } = parseStateFile<PackedRun>({ text, ...at, checks: PACKED_CHECKS });
  return {
    run,
    sessions: new Map(sessions.map((record) => [record.sessionId, record])),
    acts: new Map(acts.map((record) => [record.actId, record])),
  };
}

export function summaryOf({ run, sessions, acts }: WholeRun): RunSummary {
  const all = [run, ...sessions.values(), ...acts.values()];
  return {
    runId: run.runId,
    definitionName: run.definitionName,
    sequence: run.creation.sequence,
    lastSequence: all.reduce((last, { creation }) => Math.max(last, creation.sequence), 0),
    clientToken: run.creation.clientToken,
    invocationId: run.invocationId,
    openIn: [run, ...acts.values()].some(goesOn) ? run.runtimeSession?.identity : undefined,
    isDeleting: run.status === 'DELETING' ? true : undefined,
    status: run.status,
    startedAtMs: Date.parse(run.startedAt),
    sessions: [...sessions.keys()],
    acts: [...acts.keys()],
    actSequences: [...acts.values()].map(({ creation }) => creation.sequence),
  };
}

interface PackedRun {
  readonly run: RunRecord;
  readonly sessions: readonly SessionRecord[];
  readonly acts: readonly ActRecord[];
}

const PACKED_CHECKS = {
  run: aRecord(RUN_CHECKS),
  sessions: aListOf(aRecord(SESSION_CHECKS)),
  acts: aListOf(aRecord(ACT_CHECKS)),
};

const CRC = Buffer.from('{"crc":');
const ENTRY = Buffer.from(',"entry":');
/** No text within the entry has it: there, quotes have a backslash before them. */
const RUN = Buffer.from('},"run":');
const STATUS = Buffer.from(',"status":"');
const STARTED_AT = Buffer.from(',"startedAt":"');
const QUOTE = '"';

function summaryIn(bytes: Buffer): RunSummary | undefined {
  const entry = bytes.indexOf(ENTRY);
  const end = bytes.indexOf(RUN, entry);
  if (entry === -1 || end === -1) return undefined;
  if (bytes.toString('latin1', CRC.length, entry) !== String(crc32(bytes.subarray(entry)))) return undefined;
  const summary = parseJson(bytes.toString('utf8', entry + ENTRY.length, end + 1));
  if (!isRecord(summary)) return undefined;
  const whole = 'startedAtMs' in summary ? summary : Object.assign(summary, headOf(bytes, end));
  return isSummary(whole) ? whole : undefined;
}

/** What entries did not have before lists could be filtered: it is the first of that name in the run itself. */
function headOf(bytes: Buffer, endOfEntry: number): Readonly<Record<string, unknown>> {
  const textAfter = (mark: Buffer): string => {
    const start = bytes.indexOf(mark, endOfEntry) + mark.length;
    return bytes.toString('latin1', start, bytes.indexOf(QUOTE, start));
  };
  return { status: textAfter(STATUS), startedAtMs: Date.parse(textAfter(STARTED_AT)) };
}

/** Only what this code wrote gets here, as the checksum says; earlier versions may have written less. */
function isSummary(value: unknown): value is RunSummary {
  return (
    isRecord(value) &&
    typeof value.runId === 'string' &&
    typeof value.definitionName === 'string' &&
    typeof value.sequence === 'number' &&
    typeof value.lastSequence === 'number' &&
    typeof value.status === 'string' &&
    Number.isFinite(value.startedAtMs) &&
    Array.isArray(value.sessions) &&
    Array.isArray(value.acts) &&
    Array.isArray(value.actSequences)
  );
}
