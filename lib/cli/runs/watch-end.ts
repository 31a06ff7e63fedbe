import { formatDuration } from '../../core/format-duration.ts';
import type { CommandLine } from '../command-line.ts';

/** Why the watching has ended. */
export interface WatchEnd {
  readonly kind: 'ended' | 'lost' | 'gone' | 'goesOn';
  /** The last that is known. */
  readonly status: string;
  readonly lastedMs: number;
  /** Why it is lost. */
  readonly because?: string | undefined;
}

/** What is said of an end that is no success, with what to do. Pure. */
export function messageOfEnd(
  { kind, status, lastedMs, because }: WatchEnd,
  id: string,
  commandLine: CommandLine,
): string {
  const lasted = formatDuration(lastedMs);
  const show = `What is known: ${commandLine('runs show', id)}`;
  switch (kind) {
    case 'ended':
      return `The run has ${status} after ${lasted}. ${show}`;
    case 'gone':
      return 'The run has been deleted. How it ended is not known.';
    case 'goesOn':
      return `The run is ${status} after ${lasted}, and was left alone (--timeout-s). ${show}`;
    case 'lost':
      return `The run is lost: it is still ${status} after ${lasted}, but ${because}. Nothing will end it but: ${commandLine('runs stop', `${id} --mark-failed`)}`;
  }
}

/** The codes of these ends, for programs. */
export const WATCH_CODES = {
  ended: 'RunFailed',
  lost: 'RunLost',
  gone: 'RunDeleted',
  goesOn: 'RunGoesOn',
} as const;
