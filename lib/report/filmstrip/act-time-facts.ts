import type { ActTrace } from '../../contract/act-trace.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { actParts, type PartKind, timeOfParts } from './act-parts.ts';
import { PART_WORDS } from './axis-view.ts';

/** What an act spent its time with, as facts; none while it goes on, or when it is not known. */
export function actTimeFacts(trace: ActTrace): readonly (readonly [string, string | undefined])[] {
  const { start_time: start, end_time: end } = trace.metadata;
  if (end === null) return [];
  const times = timeOfParts(actParts(trace, { startMs: start * 1000, endMs: end * 1000 }));
  const kinds: readonly PartKind[] = ['service', 'browser', 'people'];
  return kinds.flatMap((kind) =>
    times[kind] > 0 ? [[capital(PART_WORDS[kind]), formatDuration(times[kind])] as const] : [],
  );
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
