import type { LineChoice } from './line-choice.ts';
import type { LogEventOfGroup } from './log-line.ts';
import type { WantedEventsOfGroup } from './read-group.ts';

/** The wanted events of several groups, in the order of their times. */
export async function* readLines(
  sources: readonly LogSource[],
  read: ReadEvents,
): AsyncGenerator<LogEventOfGroup> {
  yield* inOrder(sources.map((source) => readSource(source, read)));
}

/**
 * The wanted events of one group.
 *
 * @param range replaces that of the source
 * @param known streams that were found before; those that are found are added
 */
export async function* readSource(
  source: LogSource,
  read: ReadEvents,
  range: Pick<LogSource, 'startMs'> = source,
  known: Set<string> = new Set(),
): AsyncGenerator<LogEventOfGroup> {
  const { streamsWith, isWanted } = source.choice;
  const { source: name, group, endMs, pattern } = source;
  const wanted = { source: name, group, endMs, startMs: range.startMs };
  if (streamsWith !== undefined) {
    for await (const { stream } of read({ ...wanted, pattern: streamsWith })) known.add(stream);
    if (known.size === 0) return;
  }
  for await (const event of read({ ...wanted, pattern, streams: [...known] })) {
    const isKnown = streamsWith === undefined || known.has(event.stream);
    if (isKnown && (await isWanted(event))) yield event;
  }
}

/** A log group, and what is wanted of it. */
export interface LogSource extends Omit<WantedEventsOfGroup, 'streams'> {
  readonly choice: LineChoice;
}

/** Reads the events of a group in the order of their times. */
export type ReadEvents = (wanted: WantedEventsOfGroup) => AsyncIterable<LogEventOfGroup>;

/** The last of some items. All are read, and no more kept than asked for. */
export async function lastOf<T>(items: AsyncIterable<T>, count: number): Promise<readonly T[]> {
  let kept: T[] = [];
  for await (const item of items) {
    kept.push(item);
    if (kept.length >= 2 * count) kept = kept.slice(-count);
  }
  return kept.slice(-count);
}

/** Merges what is in order. */
async function* inOrder(groups: readonly AsyncGenerator<LogEventOfGroup>[]): AsyncGenerator<LogEventOfGroup> {
  try {
    const heads = await Promise.all(groups.map(async (events) => ({ events, next: await events.next() })));
    for (;;) {
      let earliest: (typeof heads)[number] | undefined;
      for (const head of heads) {
        if (head.next.done === true) continue;
        if (earliest?.next.done !== false || head.next.value.timestampMs < earliest.next.value.timestampMs)
          earliest = head;
      }
      if (earliest === undefined || earliest.next.done === true) return;
      yield earliest.next.value;
      earliest.next = await earliest.events.next();
    }
  } finally {
    await Promise.allSettled(groups.map((events) => events.return(undefined)));
  }
}
