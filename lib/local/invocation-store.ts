import { EventEmitter } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  type InvocationRecord,
  isInvocationRecord,
  recordKey,
  runKey,
  sessionInId,
} from '../contract/invocation-record.ts';
import { hasCode } from '../core/errors.ts';
import { readIfThere, replaceFile } from '../core/files.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import type { RunRecord } from './nova-act/records.ts';

/**
 * The records of invocations in the artifact bucket: those that hosts write there themselves, and those that local AWS
 * writes for them. Emits `change` after each change of one, and before that `put` for those that hosts write.
 */
export class InvocationStore extends EventEmitter<{
  change: [InvocationChange];
  put: [StoredInvocation];
}> {
  /** Where local AWS notes which invocations are open. */
  readonly notesDir: string;
  readonly #root: string;
  readonly #logsDir: string;

  constructor(options: { readonly stateDir: string }) {
    super();
    const { stateDir } = options;
    this.#root = artifactsDir(stateDir);
    this.notesDir = path.resolve(stateDir, 'open-invocations');
    this.#logsDir = logsDir(stateDir);
  }

  /** The record with this id. With the definition whose runtime was probably invoked, that is looked at first. */
  read(id: string, definitionName?: string): StoredInvocation | undefined {
    const key = recordKey(id, sessionInId(id));
    const found = key === undefined ? undefined : this.#find(key, definitionName);
    return found?.record.id === id ? found : undefined;
  }

  /** The record of the invocation that had this request id on local AWS, whatever its session. */
  readByRequest(requestId: string): StoredInvocation | undefined {
    // The part of a record's key that is by chance is the request id.
    const key = recordKey(`x.${requestId}`, 'x');
    return key === undefined ? undefined : this.#find(key);
  }

  /** The invocation that a run began in, as its host has noted it: most often below the definition of the run. */
  idOfRun({ runId, definitionName }: Pick<RunRecord, 'runId' | 'definitionName'>): string | undefined {
    if (!/^[\w-]+$/.test(runId)) return undefined;
    for (const name of this.#definitionNames(definitionName)) {
      const text = readIfThere(path.join(this.#root, name, runKey(runId)));
      const pointer = text === undefined ? undefined : parseJson(text);
      if (isRecord(pointer) && typeof pointer.invocationId === 'string') return pointer.invocationId;
    }
    return undefined;
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
    replaceFile(path.join(this.#root, definitionName, key), JSON.stringify(record), PRIVATE);
    this.emit('change', { definitionName });
  }

  remove({ definitionName, record }: StoredInvocation): void {
    const key = recordKey(record.id, sessionInId(record.id));
    if (key !== undefined) rmSync(path.join(this.#root, definitionName, key), { force: true });
  }

  /** Tells of an object that a host has put, if it is a record. */
  wasPut(objectKey: string): void {
    const [, definitionName, key = ''] = /^([^/]+)\/(invocations\/.*)/.exec(objectKey) ?? [];
    if (definitionName === undefined) return;
    const stored = this.#readFile(definitionName, key);
    if (stored !== undefined) this.emit('put', stored);
    this.emit('change', { definitionName });
  }

  #logInNote(requestId: string): string | undefined {
    const text = /^[\w-]+$/.test(requestId)
      ? readIfThere(path.join(this.notesDir, `${requestId}.json`))
      : undefined;
    const note = text === undefined ? undefined : parseJson(text);
    return isStoredInvocation(note) ? note.record.log : undefined;
  }

  #find(key: string, probably?: string): StoredInvocation | undefined {
    for (const definitionName of this.#definitionNames(probably)) {
      const stored = this.#readFile(definitionName, key);
      if (stored !== undefined) return stored;
    }
    return undefined;
  }

  #readFile(definitionName: string, key: string): StoredInvocation | undefined {
    const text = readIfThere(path.join(this.#root, definitionName, key));
    const record = text === undefined ? undefined : parseJson(text);
    return isInvocationRecord(record) ? { definitionName, record } : undefined;
  }

  /** All folders; the others are listed only if they are asked for. */
  *#definitionNames(first?: string): Generator<string> {
    if (first !== undefined) yield first;
    try {
      const entries = readdirSync(this.#root, { withFileTypes: true });
      for (const entry of entries) if (entry.isDirectory() && entry.name !== first) yield entry.name;
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
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
  return isRecord(value) && typeof value.definitionName === 'string' && isInvocationRecord(value.record);
}

/** A record of this definition has changed. */
export type InvocationChange = Pick<StoredInvocation, 'definitionName'>;

/** The folder that is the artifact bucket of a local AWS. */
export function artifactsDir(stateDir: string): string {
  return path.resolve(stateDir, 'artifacts');
}

/** The folder with what the processes of sessions print. */
export function logsDir(stateDir: string): string {
  return path.resolve(stateDir, 'logs');
}

/** Nobody else on this machine need read what workflows were given and gave back. */
export const PRIVATE = { mode: 0o600, dirMode: 0o700 } as const;
