import {
  type InvocationRecord,
  isInSession,
  isInvocationRecord,
  recordKey,
  runKey,
  sessionInId,
} from '../../contract/invocation-record.ts';
import { LOCAL_BUCKET } from '../../contract/local-account.ts';
import { isRecord } from '../../core/is-record.ts';
import { type ArtifactPlace, artifactPlace } from './artifact-place.ts';
import { type ReadObject, readObject } from './read-object.ts';
import type { RecordsAccess } from './records-access.ts';
import { readRunLog } from './run-log.ts';

/** Reads which invocations runs were begun in, and the records of those, from the artifact bucket. */
export function openInvocations(access: RecordsAccess): RunInvocations {
  const places = new Map<string, Promise<ArtifactPlace | undefined>>();
  const read = async (definitionName: string, key: string): Promise<ReadObject> => {
    const place = places.get(definitionName) ?? artifactPlace(definitionName, access);
    places.set(definitionName, place);
    // What failed is asked again by those that go on.
    place.catch(() => places.delete(definitionName));
    const found = await place;
    if (found === undefined) return { unknown: noBucket(definitionName) };
    const read = await readObject(found, key, access);
    if (!access.target.isLocal || read.value !== undefined || read.unknown !== undefined) return read;
    // Before templates were deployed there, it exported nothing.
    return await readObject({ bucket: LOCAL_BUCKET, prefix: definitionName }, key, access);
  };
  const idOf = async (run: KnownRun): Promise<FoundInvocationId> => {
    const { value: pointer, unknown } = await read(run.definitionName, runKey(run.workflowRunId));
    if (isRecord(pointer) && typeof pointer.invocationId === 'string') return { id: pointer.invocationId };
    // Of a host that is not of this project, local AWS knows it itself.
    const id = access.target.isLocal ? (await readRunLog(run, access)).invocationId : undefined;
    if (id !== undefined) return { id };
    return unknown === undefined
      ? { unknown: NOBODY_NOTED }
      : { unknown: notKnown('invocation', unknown), mayBeThere: true };
  };
  return {
    idOf,
    of: async (run) => {
      const { id, ...absent } = await idOf(run);
      if (id === undefined) return absent;
      const sessionId = isInSession(id) ? sessionInId(id) : undefined;
      const key = recordKey(id, sessionInId(id));
      const recorded = key === undefined ? {} : await read(run.definitionName, key);
      const { value: record } = recorded;
      const isOwn = isInvocationRecord(record) && record.id === id;
      if (isOwn) return { invocation: { id, key, sessionId, record } };
      const why = recorded.unknown;
      return {
        invocation: { id, key, sessionId, record: undefined },
        mayBeThere: why !== undefined,
        unknown:
          why === undefined
            ? 'The record of the invocation is not there (any more).'
            : notKnown('record of the invocation', why),
      };
    },
  };
}

/** What the artifact bucket says of runs. */
export interface RunInvocations {
  /** The id of the invocation that began a run. @throws when asking for it fails, other than by a denial */
  idOf(run: KnownRun): Promise<FoundInvocationId>;
  /** The invocation with its record. @throws when asking for it fails, other than by a denial */
  of(run: KnownRun): Promise<FoundInvocation>;
}

/** The id of an invocation, or why it is not known. */
export interface FoundInvocationId {
  readonly id?: string | undefined;
  /** For people: that nobody has noted it, or why that is not known. */
  readonly unknown?: string | undefined;
  /** True when it is not known: nobody may have noted it, or somebody may. */
  readonly mayBeThere?: boolean | undefined;
}

/** An invocation, or why it is not known. */
export interface FoundInvocation {
  readonly invocation?: RunInvocation | undefined;
  /** For people: why there is none, or no record of it, or why that is not known. */
  readonly unknown?: string | undefined;
  /** True when that is not known: there may be none, or one. */
  readonly mayBeThere?: boolean | undefined;
}

/** What began a run. */
export interface RunInvocation {
  readonly id: string;
  /** Of its record, below the prefix; `undefined` for an id that hosts of this project do not make. */
  readonly key?: string | undefined;
  /** The runtime session; `undefined` outside AgentCore. */
  readonly sessionId: string | undefined;
  /** `undefined` when it is not there (any more), or not known. */
  readonly record: InvocationRecord | undefined;
}

/** A run as lists and its details know it. */
export interface KnownRun {
  readonly definitionName: string;
  readonly workflowRunId: string;
  readonly logGroupName?: string | undefined;
}

const NOBODY_NOTED =
  'Nobody has noted an invocation: the run was begun outside a runtime of this project, as on a laptop, or what was noted has expired.';

function notKnown(what: string, why: string): string {
  return `The ${what} is not known, because ${why}`;
}

function noBucket(definitionName: string): string {
  return `workflow definition ${definitionName} exports to no bucket, and no outputs name the one of its host.`;
}
