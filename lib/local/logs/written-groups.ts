import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCAL_REGION } from '../../contract/local-account.ts';
import { namesIn, replaceFile, statIfThere } from '../../core/files.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { PRIVATE } from '../invocation-store.ts';
import { EventList } from './event-list.ts';
import { firstLineOf } from './file-lines.ts';
import type { LogGroupSource } from './log-groups.ts';
import { type LogStream, sizeOf } from './log-stream.ts';

/**
 * What clients write in a region: groups and streams that they make, and the events that they put, in files of the state folder. Streams
 * may be in groups that local AWS has of itself.
 */
export class WrittenGroups implements LogGroupSource {
  readonly #root: string;

  constructor({ stateDir, region }: { readonly stateDir: string; readonly region: string }) {
    const root = path.resolve(stateDir, 'log-groups');
    // Beside the folders of groups, whose names have no hyphen.
    this.#root = region === LOCAL_REGION ? root : path.join(root, `region-${fileName(region)}`);
  }

  names(): readonly string[] {
    return namesIn(this.#root).flatMap((folder) => {
      const head = headIn(path.join(this.#root, folder, GROUP_FILE));
      return head?.isGroup === true ? [head.name] : [];
    });
  }

  createdAtMs(group: string): number | undefined {
    return headIn(path.join(this.#folderOf(group), GROUP_FILE))?.createdAtMs;
  }

  sizeBytes(group: string): number {
    return sizeOf(this.streams(group));
  }

  streams(group: string): readonly LogStream[] {
    const folder = this.#folderOf(group);
    return namesIn(folder).flatMap((file) =>
      file === GROUP_FILE ? [] : (streamIn(path.join(folder, file)) ?? []),
    );
  }

  createGroup(group: string): void {
    this.#writeHead(path.join(this.#folderOf(group), GROUP_FILE), { name: group, isGroup: true });
  }

  createStream({ group, stream }: StreamPlace): void {
    this.#writeHead(this.#fileOf({ group, stream }), { name: stream });
  }

  hasStream(place: StreamPlace): boolean {
    return headIn(this.#fileOf(place)) !== undefined;
  }

  put(place: StreamPlace, events: readonly WrittenEvent[]): void {
    appendFileSync(this.#fileOf(place), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }

  #folderOf(group: string): string {
    return path.join(this.#root, fileName(group));
  }

  #fileOf({ group, stream }: StreamPlace): string {
    return path.join(this.#folderOf(group), `${fileName(stream)}.jsonl`);
  }

  #writeHead(file: string, head: Omit<Head, 'createdAtMs'>): void {
    mkdirSync(path.dirname(file), { recursive: true, mode: PRIVATE.dirMode });
    replaceFile(file, `${JSON.stringify({ ...head, createdAtMs: Date.now() })}\n`, PRIVATE);
  }
}

export interface StreamPlace {
  readonly group: string;
  readonly stream: string;
}

export interface WrittenEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** The first line of a file: names may have characters and lengths that those of files may not. */
interface Head {
  readonly name: string;
  readonly createdAtMs: number;
  /** Whether the group was made by a client. */
  readonly isGroup?: boolean;
}

const GROUP_FILE = 'group.json';

function fileName(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

function streamIn(file: string): LogStream | undefined {
  const head = headIn(file);
  const stats = statIfThere(file);
  if (head === undefined || stats === undefined) return undefined;
  const open = (): EventList => new EventList(eventsIn(file));
  return {
    name: head.name,
    createdAtMs: head.createdAtMs,
    // Its events may have any time up to this one, or a little later.
    changedAtMs: Math.ceil(stats.mtimeMs) + MAX_FUTURE_MS,
    sizeBytes: stats.size,
    times: () => open().times,
    open,
  };
}

/** Events that say a later time than this from now are refused, as on AWS. */
export const MAX_FUTURE_MS = 2 * 60 * 60_000;

function eventsIn(file: string): { readonly timestampMs: number; readonly message: string }[] {
  const [, ...lines] = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const event = parseJson(line);
    if (!isRecord(event) || typeof event.timestamp !== 'number' || typeof event.message !== 'string')
      return [];
    return [{ timestampMs: event.timestamp, message: event.message }];
  });
}

function headIn(file: string): Head | undefined {
  const head = existsSync(file) ? parseJson(firstLineOf(file)) : undefined;
  if (!isRecord(head) || typeof head.name !== 'string' || typeof head.createdAtMs !== 'number')
    return undefined;
  return { name: head.name, createdAtMs: head.createdAtMs, isGroup: head.isGroup === true };
}
