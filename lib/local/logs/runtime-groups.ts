import { type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { runtimeLogGroupName } from '../../catalog/names.ts';
import { namesIn } from '../../core/files.ts';
import type { StoredRuntime } from '../agentcore/runtime-record.ts';
import { readSessionLogName } from '../agentcore/session-log.ts';
import { logsDir } from '../invocation-store.ts';
import { LogFile } from './log-file.ts';
import type { LogGroupSource } from './log-groups.ts';
import type { EventTimes, LogStream } from './log-stream.ts';

/**
 * The log groups of runtimes, one for each endpoint: they are there from deployment on, as with our stacks. Each session has
 * a stream, which is what its process prints.
 */
export class RuntimeGroups implements LogGroupSource {
  readonly #folder: string;
  readonly #runtimes: () => readonly StoredRuntime[];
  readonly #times = new Map<string, { readonly sizeBytes: number; readonly times: EventTimes | undefined }>();

  constructor(options: { readonly stateDir: string; readonly runtimes: () => readonly StoredRuntime[] }) {
    this.#folder = logsDir(options.stateDir);
    this.#runtimes = options.runtimes;
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
      name: `[runtime-logs] ${session}`,
      createdAtMs,
      changedAtMs: Math.ceil(mtimeMs) + CLOCK_SLACK_MS,
      sizeBytes,
      times: () => this.#timesOf(file, sizeBytes, open),
      open,
    };
  }

  /** Kept as long as the file has its size: those who follow a group ask again and again. */
  #timesOf(file: string, sizeBytes: number, open: () => LogFile): EventTimes | undefined {
    const kept = this.#times.get(file);
    if (kept?.sizeBytes === sizeBytes) return kept.times;
    const events = open();
    const [first] = events.forward(0);
    const [last] = events.backward(events.end);
    const times = first && last && { firstMs: first.timestampMs, lastMs: last.timestampMs };
    // Of one that is still written to, the last line may lack its end.
    if (events.end === sizeBytes) this.#times.set(file, { sizeBytes, times });
    return times;
  }
}

/** File systems look at a coarser clock than programs: a file may seem older than the lines in it, by some milliseconds. */
const CLOCK_SLACK_MS = 1000;
/** A line that nobody has gone on with for so long is whole, as the last of a process that was killed. */
const REST_MS = 5000;

function statIfThere(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}
