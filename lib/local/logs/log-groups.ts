import type { LogStream } from './log-stream.ts';
import { groupNotFound } from './logs-error.ts';

/** The log groups of a region, whatever they are made from. A group may have streams of several sources. */
export class LogGroups {
  readonly #sources: readonly LogGroupSource[];

  constructor(sources: readonly LogGroupSource[]) {
    this.#sources = sources;
  }

  /** In the order of their names. */
  list(): readonly LogGroup[] {
    return [...new Set(this.#sources.flatMap((source) => source.names()))]
      .sort()
      .map((name) => this.#group(name));
  }

  has(name: string): boolean {
    return this.#sources.some((source) => source.names().includes(name));
  }

  /** @throws LogsError when there is none of this name */
  get(name: string): LogGroup {
    if (!this.has(name)) throw groupNotFound();
    return this.#group(name);
  }

  #group(name: string): LogGroup {
    const streams = (which?: StreamChoice): readonly LogStream[] =>
      this.#sources.flatMap((source) => source.streams(name, which));
    return {
      name,
      createdAtMs: () => {
        const times = this.#sources.flatMap((source) => source.createdAtMs(name) ?? []);
        return Math.min(...times, ...(times.length === 0 ? [Date.now()] : []));
      },
      sizeBytes: () => this.#sources.reduce((sum, source) => sum + source.sizeBytes(name), 0),
      streams,
    };
  }
}

export interface LogGroup {
  readonly name: string;
  createdAtMs(): number;
  /** Of what is kept for it. */
  sizeBytes(): number;
  streams(which?: StreamChoice): readonly LogStream[];
}

/** Which streams are of interest; a source may give others as well. */
export interface StreamChoice {
  readonly name?: string | undefined;
  /** Those that have changed since. */
  readonly sinceMs?: number | undefined;
}

/** Something that the log groups of a region are made from. */
export interface LogGroupSource {
  names(): readonly string[];
  /** When a group was made; `undefined` for one that it does not have. */
  createdAtMs(group: string): number | undefined;
  /** Of what is kept for the streams of a group. */
  sizeBytes(group: string): number;
  /** The streams of a group; none for one that it does not have. */
  streams(group: string, which?: StreamChoice): readonly LogStream[];
}
