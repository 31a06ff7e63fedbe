import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import {
  type InvocationRecord,
  isInvocationRecord,
  RECORD_KEYS,
  recordKey,
  runKey,
  sessionInId,
} from '../contract/invocation-record.ts';
import { isDefinitionName } from '../contract/limits.ts';
import { LOCAL_BUCKET } from '../contract/local-account.ts';
import { reasonOf } from '../core/errors.ts';
import { namesIn, readIfThere, replaceFile } from '../core/files.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import type { RunRecord } from './nova-act/records.ts';
import { bucketDir, bucketNames } from './s3/buckets.ts';
import { notJson, StateFileError } from './state-file.ts';

/**
 * The records of invocations in the artifact buckets: those that hosts write there themselves, and those that local AWS
 * writes for them. Emits `change` after each change of one, and before that `put` for those that hosts write; `record` with each
 * that is written by either.
 */
export class InvocationStore extends EventEmitter<{
  change: [InvocationChange];
  put: [StoredInvocation];
  record: [StoredInvocation];
}> {
  /** Where local AWS notes which invocations are open. */
  readonly notesDir: string;
  readonly stateDir: string;
  readonly #logsDir: string;

  constructor(options: { readonly stateDir: string }) {
    super();
    const { stateDir } = options;
    this.stateDir = stateDir;
    this.notesDir = path.resolve(stateDir, 'open-invocations');
    this.#logsDir = logsDir(stateDir);
  }

  /** The record with this id. With the definition whose runtime was probably invoked, that is looked at first. */
  read(id: string, definitionName?: string): StoredInvocation | undefined {
    const key = recordKey(id, sessionInId(id));
    const found = key === undefined ? undefined : this.#find(key, definitionName);
    return found?.record.id === id ? found : undefined;
  }

  /**
   * The record of the invocation that had this request id on local AWS, whatever its session.
   *
   * @throws StateFileError when there is one that cannot be read
   */
  readByRequest(requestId: string, definitionName?: string): StoredInvocation | undefined {
    // The part of a record's key that is by chance is the request id.
    const key = recordKey(`x.${requestId}`, 'x');
    if (key === undefined) return undefined;
    const damaged: StateFileError[] = [];
    const found = this.#find(key, definitionName, (file, why) => damaged.push(new StateFileError(file, why)));
    const [first] = damaged;
    if (found === undefined && first !== undefined) throw first;
    return found;
  }

  /** The invocation that a run began in, as its host has noted it: most often below the definition of the run. */
  idOfRun({ runId, definitionName }: Pick<RunRecord, 'runId' | 'definitionName'>): string | undefined {
    if (!/^[\w-]+$/.test(runId)) return undefined;
    for (const { folder } of this.#places(definitionName)) {
      const text = readIfThere(path.join(folder, runKey(runId)));
      const pointer = text === undefined ? undefined : parseJson(text);
      if (isRecord(pointer) && typeof pointer.invocationId === 'string') return pointer.invocationId;
    }
    return undefined;
  }

  /** The folders with the records of a workflow definition, whether or not they are there. */
  foldersOf(definitionName: string): readonly string[] {
    const { stateDir } = this;
    return bucketNames(stateDir).map((bucket) =>
      path.join(bucketDir({ stateDir, bucket }), definitionName, path.dirname(RECORD_KEYS.invocations)),
    );
  }

  /** The log of an invocation: a file of this local AWS, not any that a record may name. */
  logFileOf({ log, requestId = '' }: InvocationRecord): string | undefined {
    // A host does not know it; as long as the invocation is open, the note does.
    const file = log ?? this.#logInNote(requestId);
    return file !== undefined && path.dirname(file) === this.#logsDir ? file : undefined;
  }

  write({ definitionName, record }: StoredInvocation): void {
    const key = recordKey(record.id, sessionInId(record.id));
    if (key === undefined) return;
    replaceFile(path.join(this.#ownFolder(definitionName), key), JSON.stringify(record), PRIVATE);
    this.emit('record', { definitionName, record });
    this.emit('change', { definitionName });
  }

  remove({ definitionName, record }: StoredInvocation): void {
    const key = recordKey(record.id, sessionInId(record.id));
    if (key !== undefined) rmSync(path.join(this.#ownFolder(definitionName), key), { force: true });
  }

  /** Tells of an object that a host has put, if it is a record. */
  wasPut(objectKey: string): void {
    const [, definitionName, key = ''] = /^([^/]+)\/(invocations\/.*)/.exec(objectKey) ?? [];
    if (definitionName === undefined) return;
    const stored = this.#find(key, definitionName);
    if (stored?.definitionName === definitionName) {
      this.emit('put', stored);
      this.emit('record', stored);
    }
    this.emit('change', { definitionName });
  }

  #logInNote(requestId: string): string | undefined {
    const text = /^[\w-]+$/.test(requestId)
      ? readIfThere(path.join(this.notesDir, `${requestId}.json`))
      : undefined;
    const note = text === undefined ? undefined : parseJson(text);
    return isStoredInvocation(note) ? note.record.log : undefined;
  }

  /** @param onDamaged hears of what is there and cannot be read */
  #find(
    key: string,
    probably?: string,
    onDamaged?: (file: string, why: string) => void,
  ): StoredInvocation | undefined {
    for (const { definitionName, folder } of this.#places(probably)) {
      const file = path.join(folder, key);
      try {
        const text = readIfThere(file);
        if (text === undefined) continue;
        const record = parseJson(text);
        if (isInvocationRecord(record)) return { definitionName, record };
        onDamaged?.(file, notARecord(text));
      } catch (error) {
        // Who writes records must not take one for absent.
        if (onDamaged === undefined) throw error;
        onDamaged(file, reasonOf(error));
      }
    }
    return undefined;
  }

  /** What local AWS itself writes goes into its own bucket. */
  #ownFolder(definitionName: string): string {
    return path.join(bucketDir({ stateDir: this.stateDir, bucket: LOCAL_BUCKET }), definitionName);
  }

  /** The folders of all definitions in all buckets; those of others than the first are listed only if they are asked for. */
  *#places(first?: string): Generator<{ readonly definitionName: string; readonly folder: string }> {
    const stateDir = this.stateDir;
    if (first !== undefined) yield { definitionName: first, folder: this.#ownFolder(first) };
    for (const bucket of bucketNames(stateDir)) {
      const root = bucketDir({ stateDir, bucket });
      const names = namesIn(root).filter((name) => bucket !== LOCAL_BUCKET || name !== first);
      for (const definitionName of names) yield { definitionName, folder: path.join(root, definitionName) };
    }
  }
}

/** A record, and the workflow definition below whose name it is kept. */
export interface StoredInvocation {
  readonly definitionName: string;
  readonly record: InvocationRecord;
}

/** Whether a value, read from a file, is a record with its place. */
export function isStoredInvocation(value: unknown): value is StoredInvocation {
  if (!isRecord(value)) return false;
  const { definitionName, record } = value;
  return typeof definitionName === 'string' && isDefinitionName(definitionName) && isInvocationRecord(record);
}

/** A record of this definition has changed. */
export type InvocationChange = Pick<StoredInvocation, 'definitionName'>;

/** Why a text is not the record of an invocation. */
export function notARecord(text: string): string {
  return parseJson(text) === undefined ? notJson(text) : 'it is not the record of an invocation';
}

/** The folder with what the processes of sessions print. */
export function logsDir(stateDir: string): string {
  return path.resolve(stateDir, 'logs');
}

/** Nobody else on this machine need read what workflows were given and gave back. */
export const PRIVATE = { mode: 0o600, dirMode: 0o700 } as const;
