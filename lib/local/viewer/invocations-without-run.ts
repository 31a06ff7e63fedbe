import type { Stats } from 'node:fs';
import { opendir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type InvocationRecord, isInvocationRecord } from '../../contract/invocation-record.ts';
import { hasCode, reasonOf } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import type { InvocationItem, RunQuery } from '../../viewer/view-model.ts';
import { notARecord, type StoredInvocation } from '../invocation-store.ts';
import type { NovaActStore } from '../nova-act/store.ts';

/**
 * The newest invocations of each workflow that began no run, such as those whose payload was refused. What was written before
 * somebody first asked is looked for once, in folders that are not too large.
 */
export class InvocationsWithoutRun {
  readonly #store: NovaActStore;
  readonly #found = new Map<string, Promise<Map<string, InvocationRecord>>>();
  /** Why a file cannot be read. */
  readonly #damaged = new Map<string, string>();
  /** Folders that are too large to be looked through. */
  readonly #passedOver = new Set<string>();

  constructor(store: NovaActStore) {
    this.#store = store;
    store.invocations.on('record', (stored) => void this.#note(stored));
  }

  /** Those that are asked for as runs are; newest first. */
  async newest(query: RunQuery): Promise<readonly InvocationItem[]> {
    const { definitionName } = query;
    const names =
      definitionName === undefined ? this.#store.definitions().map(({ name }) => name) : [definitionName];
    const items: InvocationItem[] = [];
    for (const name of names) {
      for (const record of (await this.#of(name)).values()) {
        if (this.#store.runs({ invocationId: record.id }).length === 0) items.push(...itemsOf(name, record));
      }
    }
    return items
      .filter((item) => isAskedFor(item, query))
      .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
      .slice(0, SHOWN);
  }

  /** Of what nobody knows whether it began a run: records that cannot be read, or are too many; as far as was looked so far. */
  async damaged(definitionName: string | undefined): Promise<readonly string[]> {
    const folders =
      definitionName === undefined ? undefined : this.#store.invocations.foldersOf(definitionName);
    const told = [...this.#passedOver]
      .filter((folder) => folders?.includes(folder) !== false)
      .map(
        (folder) =>
          `Earlier invocations that began no run are not looked for: ${folder} has too many records.`,
      );
    for (const [file, why] of this.#damaged) {
      if (folders?.includes(path.dirname(file)) === false) continue;
      // It may have been mended or moved away.
      if ((await readInvocation(file)).damage !== undefined)
        told.push(`A record of an invocation is not readable: ${file}: ${why}.`);
      else this.#damaged.delete(file);
    }
    return told;
  }

  #of(definitionName: string): Promise<Map<string, InvocationRecord>> {
    const known = this.#found.get(definitionName) ?? this.#lookFor(definitionName);
    this.#found.set(definitionName, known);
    return known;
  }

  async #note({ definitionName, record }: StoredInvocation): Promise<void> {
    const found = await this.#found.get(definitionName);
    // Nobody has asked yet: it is found when somebody does.
    if (found === undefined) return;
    if (hasRun(record)) found.delete(record.id);
    else found.set(record.id, record);
    const [oldest] = [...found.values()].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
    if (found.size > KEPT && oldest !== undefined) found.delete(oldest.id);
  }

  async #lookFor(definitionName: string): Promise<Map<string, InvocationRecord>> {
    const files: { readonly file: string; readonly at: Stats }[] = [];
    for (const folder of this.#store.invocations.foldersOf(definitionName)) {
      const known = await filesIn(folder);
      if (known === undefined) this.#passedOver.add(folder);
      for (const file of known ?? []) {
        const at = await stat(file).catch(() => undefined);
        if (at !== undefined) files.push({ file, at });
      }
    }
    const found = new Map<string, InvocationRecord>();
    for (const { file } of files.sort((a, b) => b.at.mtimeMs - a.at.mtimeMs).slice(0, LOOKED_AT)) {
      const { record, damage } = await readInvocation(file);
      if (damage !== undefined) this.#damaged.set(file, damage);
      if (record !== undefined && !hasRun(record)) found.set(record.id, record);
      if (found.size === KEPT) break;
    }
    return found;
  }
}

/** So many are shown, kept for each workflow, and looked at to find them. */
const SHOWN = 5;
const KEPT = 20;
const LOOKED_AT = 200;
/** Larger folders take too long to be sorted. */
const MAX_FILES = 2000;

/** `undefined` when there are too many. */
async function filesIn(folder: string): Promise<readonly string[] | undefined> {
  const files: string[] = [];
  try {
    for await (const { name } of await opendir(folder)) {
      // Others are still being written.
      if (name.endsWith('.json')) files.push(path.join(folder, name));
      if (files.length > MAX_FILES) return undefined;
    }
  } catch {
    // Most buckets have none of it.
  }
  return files;
}

function isAskedFor(item: InvocationItem, { status, since, until, text }: RunQuery): boolean {
  const { requestId, definitionName, startedAt, error } = item;
  const said = [requestId, definitionName, error?.type, error?.message].join('\n').toLowerCase();
  return (
    (status === undefined || item.status === status) &&
    (since === undefined || startedAt >= since) &&
    (until === undefined || startedAt < until) &&
    (text === undefined || said.includes(text.toLowerCase()))
  );
}

/** Neither when the file is gone. */
async function readInvocation(
  file: string,
): Promise<{ readonly record?: InvocationRecord; readonly damage?: string }> {
  try {
    const text = await readFile(file, 'utf8');
    const record = parseJson(text);
    return isInvocationRecord(record) ? { record } : { damage: notARecord(text) };
  } catch (error) {
    return hasCode(error, 'ENOENT') ? {} : { damage: reasonOf(error) };
  }
}

function hasRun({ workflowRunIds = [] }: InvocationRecord): boolean {
  return workflowRunIds.length > 0;
}

function itemsOf(definitionName: string, record: InvocationRecord): readonly InvocationItem[] {
  const { requestId, status, startedAt, endedAt, error } = record;
  if (requestId === undefined) return [];
  return [
    {
      ...{ requestId, definitionName, status },
      startedAt: new Date(startedAt),
      endedAt: endedAt === undefined ? undefined : new Date(endedAt),
      error: error && { type: error.name, message: error.message },
    },
  ];
}
