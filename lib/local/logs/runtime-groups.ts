import path from 'node:path';
import { runtimeLogGroupName } from '../../catalog/names.ts';
import { namesIn, statIfThere } from '../../core/files.ts';
import type { StoredRuntime } from '../agentcore/runtime-record.ts';
import { readSessionLogName } from '../agentcore/session-log.ts';
import { logsDir } from '../invocation-store.ts';
import { regionIn } from './log-arn.ts';
import { LogFile } from './log-file.ts';
import type { LogGroupSource } from './log-groups.ts';
import { type EventTimes, type LogStream, sizeOf } from './log-stream.ts';

/**
 * The log groups of the runtimes of a region, one for each endpoint: they are there from deployment on, as with our stacks. Each session has
 * a stream, which is what its process prints, with the name that the commands of the AgentCore starter toolkit filter by.
 *
 * @see https://github.com/aws/bedrock-agentcore-starter-toolkit utils/runtime/logs.py
 */
export class RuntimeGroups implements LogGroupSource {
  readonly #folder: string;
  readonly #runtimes: () => readonly StoredRuntime[];
  readonly #region: string;
  readonly #known: KnownFiles;

  constructor(options: {
    readonly stateDir: string;
    readonly runtimes: () => readonly StoredRuntime[];
    readonly region: string;
    readonly known: KnownFiles;
  }) {
    this.#folder = logsDir(options.stateDir);
    this.#region = options.region;
    this.#known = options.known;
    this.#runtimes = () => options.runtimes().filter(({ arn }) => regionIn(arn) === this.#region);
  }

  names(): readonly string[] {
    const files = namesIn(this.#folder);
    return this.#runtimes().flatMap(({ id, endpoints }) => {
      const called = files.flatMap((file) => readSessionLogName(file, id)?.endpoint ?? []);
      return [...new Set([...Object.keys(endpoints), ...called])].map((endpoint) =>
        runtimeLogGroupName({ runtimeId: id, endpoint }),
      );
    });
  }

  createdAtMs(group: string): number | undefined {
    const first = this.#runtimeOf(group)?.versions[0];
    return first && Math.floor(statIfThere(first.bundleDir)?.birthtimeMs ?? Date.now());
  }

  sizeBytes(group: string): number {
    return sizeOf(this.streams(group));
  }

  streams(group: string): readonly LogStream[] {
    const runtime = this.#runtimeOf(group);
    if (runtime === undefined) return [];
    return namesIn(this.#folder).flatMap((file) => {
      const { endpoint, session } = readSessionLogName(file, runtime.id) ?? {};
      if (endpoint === undefined || session === undefined) return [];
      if (runtimeLogGroupName({ runtimeId: runtime.id, endpoint }) !== group) return [];
      return this.#stream(session, path.join(this.#folder, file)) ?? [];
    });
  }

  #runtimeOf(group: string): StoredRuntime | undefined {
    return this.#runtimes().find(({ id }) =>
      group.startsWith(runtimeLogGroupName({ runtimeId: id, endpoint: '' })),
    );
  }

  #stream(session: string, file: string): LogStream | undefined {
    const stats = statIfThere(file);
    if (stats === undefined) return undefined;
    const { size: sizeBytes, mtimeMs } = stats;
    const createdAtMs = Math.floor(Math.min(stats.birthtimeMs || mtimeMs, mtimeMs));
    const open = (): LogFile => {
      const isAtRest = Date.now() - mtimeMs > REST_MS;
      return new LogFile({ file, sizeBytes, createdAtMs, isAtRest });
    };
    return {
      name: `${this.#dayOf(file, createdAtMs, open)}/[runtime-logs]${session}`,
      createdAtMs,
      changedAtMs: Math.ceil(mtimeMs) + CLOCK_SLACK_MS,
      sizeBytes,
      times: () => this.#timesOf(file, sizeBytes, open),
      open,
    };
  }

  /** When its first line was written, and before there is one the file: it stays when the file is copied. */
  #dayOf(file: string, createdAtMs: number, open: () => LogFile): string {
    const kept = this.#known.days.get(file);
    if (kept !== undefined) return kept;
    const [first] = open().forward(0);
    const day = new Date(first?.timestampMs ?? createdAtMs).toISOString().slice(0, 10).replaceAll('-', '/');
    if (first !== undefined) this.#known.days.set(file, day);
    return day;
  }

  /** Kept as long as the file has its size: those who follow a group ask again and again. */
  #timesOf(file: string, sizeBytes: number, open: () => LogFile): EventTimes | undefined {
    const kept = this.#known.times.get(file);
    if (kept?.sizeBytes === sizeBytes) return kept.times;
    const events = open();
    const [first] = events.forward(0);
    const [last] = events.backward(events.end);
    const times = first && last && { firstMs: first.timestampMs, lastMs: last.timestampMs };
    // Of one that is still written to, the last line may lack its end.
    if (events.end === sizeBytes) this.#known.times.set(file, { sizeBytes, times });
    return times;
  }
}

/** What has been read of files of logs, for all regions. */
export class KnownFiles {
  readonly times = new Map<string, { readonly sizeBytes: number; readonly times: EventTimes | undefined }>();
  /** `YYYY/MM/DD`, of UTC. */
  readonly days = new Map<string, string>();
}

/** File systems look at a coarser clock than programs: a file may seem older than the lines in it, by some milliseconds. */
const CLOCK_SLACK_MS = 1000;
/** A line that nobody has gone on with for so long is whole, as the last of a process that was killed. */
const REST_MS = 5000;
