import { closeSync, openSync } from 'node:fs';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { CHUNK_BYTES, type FileLine, linesBackward, linesForward } from './file-lines.ts';
import type { EventSource, LogEvent } from './log-stream.ts';

/**
 * The lines of a file as events; their positions are places in the file. Lines of the host say their time. Others, such as
 * the stack of a crash, have that of the line before; those before the first that says one have the time of the file.
 */
export class LogFile implements EventSource {
  readonly end: number;
  readonly #file: string;
  readonly #createdAtMs: number;

  constructor(options: {
    readonly file: string;
    /** As much of it as counts. */
    readonly sizeBytes: number;
    readonly createdAtMs: number;
    /** Whether nobody writes to it at present: then a line that has no end is one. */
    readonly isAtRest: boolean;
  }) {
    const { file, sizeBytes, createdAtMs, isAtRest } = options;
    this.#file = file;
    this.#createdAtMs = createdAtMs;
    this.end = isAtRest ? sizeBytes : endOfLastLine(file, sizeBytes);
  }

  seek(timeMs: number): number {
    const from = this.#opened((descriptor) => this.#lineBefore(descriptor, timeMs));
    for (const event of this.forward(from)) if (event.timestampMs >= timeMs) return event.position;
    return this.end;
  }

  *forward(position: number): Generator<LogEvent> {
    const descriptor = openSync(this.#file, 'r');
    try {
      let timestampMs: number | undefined;
      for (const line of linesForward(descriptor, position, this.end)) {
        timestampMs = timeIn(line) ?? timestampMs ?? this.#timeBefore(descriptor, line.start);
        if (isEvent(line)) yield eventOf(line, timestampMs);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  *backward(position: number): Generator<LogEvent> {
    const descriptor = openSync(this.#file, 'r');
    try {
      for (const { line, timestampMs } of this.#timedBackward(descriptor, Math.min(position, this.end)))
        if (isEvent(line)) yield eventOf(line, timestampMs);
    } finally {
      closeSync(descriptor);
    }
  }

  /** Lines backwards; those without a time wait for the one before them that has one. */
  *#timedBackward(
    descriptor: number,
    position: number,
  ): Generator<{ readonly line: FileLine; readonly timestampMs: number }> {
    let waiting: FileLine[] = [];
    const withTime = (timestampMs: number) => waiting.map((line) => ({ line, timestampMs }));
    for (const line of linesBackward(descriptor, position)) {
      waiting.push(line);
      const timestampMs = timeIn(line);
      const lookedBack = (waiting[0]?.start ?? 0) - line.start;
      if (timestampMs === undefined && lookedBack < LOOK_BACK_BYTES) continue;
      yield* withTime(timestampMs ?? this.#createdAtMs);
      waiting = [];
    }
    yield* withTime(this.#createdAtMs);
  }

  #timeBefore(descriptor: number, position: number): number {
    for (const line of linesBackward(descriptor, position)) {
      const timestampMs = timeIn(line);
      if (timestampMs !== undefined) return timestampMs;
      if (position - line.start >= LOOK_BACK_BYTES) break;
    }
    return this.#createdAtMs;
  }

  /** A place near enough before the first line of this time: halving, because lines are in the order of their times. */
  #lineBefore(descriptor: number, timeMs: number): number {
    let low = 0;
    let high = this.end;
    while (high - low > CHUNK_BYTES) {
      const middle = low + Math.floor((high - low) / 2);
      const found = this.#timedAfter(descriptor, middle, high);
      if (found !== undefined && found.timestampMs < timeMs) low = found.start;
      else high = middle;
    }
    return low;
  }

  /** The first whole line after a place that says its time. */
  #timedAfter(
    descriptor: number,
    from: number,
    to: number,
  ): { readonly start: number; readonly timestampMs: number } | undefined {
    for (const line of linesForward(descriptor, from, to)) {
      // The first is most probably the end of one.
      const timestampMs = line.start === from ? undefined : timeIn(line);
      if (timestampMs !== undefined) return { start: line.start, timestampMs };
    }
    return undefined;
  }

  #opened<T>(read: (descriptor: number) => T): T {
    const descriptor = openSync(this.#file, 'r');
    try {
      return read(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** How far to look for a time, so that the end of a large file without any is found at once. */
const LOOK_BACK_BYTES = 1024 * 1024;

function timeIn({ text }: FileLine): number | undefined {
  const entry = text.startsWith('{') ? parseJson(text) : undefined;
  if (!isRecord(entry) || typeof entry.time !== 'string') return undefined;
  const timeMs = Date.parse(entry.time);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** CloudWatch Logs takes no empty events. */
function isEvent({ text }: FileLine): boolean {
  return text.trim() !== '';
}

function eventOf({ text, start, next }: FileLine, timestampMs: number): LogEvent {
  return { timestampMs, message: text, position: start, next };
}

/** The end of the last line that has one. */
function endOfLastLine(file: string, sizeBytes: number): number {
  const descriptor = openSync(file, 'r');
  try {
    const [last] = linesBackward(descriptor, sizeBytes);
    const isComplete = last === undefined || last.hasEnd;
    return isComplete ? sizeBytes : last.start;
  } finally {
    closeSync(descriptor);
  }
}
