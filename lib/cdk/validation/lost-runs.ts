import { isRecord } from '../../core/is-record.ts';
import { type Problem, show, unknownKeys } from '../../core/problems.ts';
import { isDuration } from './props-shape.ts';

/** Checks when a run counts as lost, and how often it is looked for. Tokens cannot be taken: the function counts with them. */
export function checkLostRuns(where: string, lostRuns: unknown): Problem[] {
  if (lostRuns === undefined || typeof lostRuns === 'boolean') return [];
  if (!isRecord(lostRuns)) {
    return [
      {
        where,
        what: 'is not a setting for lost runs',
        got: show(lostRuns),
        allowed: 'true, false, or { margin?, every? }',
        fix: 'write "lostRuns: true"',
      },
    ];
  }
  return [
    ...unknownKeys(where, lostRuns, KEYS),
    ...KEYS.flatMap((key) => checkMinutes(`${where}.${key}`, lostRuns[key])),
  ];
}

const KEYS = ['margin', 'every'];
const MAX_MINUTES = 24 * 60;

function checkMinutes(where: string, duration: unknown): Problem[] {
  if (duration === undefined) return [];
  const minutes = minutesOf(duration);
  if (minutes !== undefined && Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES) return [];
  const near = Math.min(MAX_MINUTES, Math.max(1, Math.round(minutes ?? Number(duration)))) || 15;
  return [
    {
      where,
      what: 'is not a duration in whole minutes',
      got: minutes === undefined ? show(duration) : `${minutes} minutes`,
      allowed: `Duration.minutes(1) to Duration.minutes(${MAX_MINUTES}) (a day), known at synthesis`,
      fix: `use Duration.minutes(${near})`,
    },
  ];
}

function minutesOf(duration: unknown): number | undefined {
  if (!isDuration(duration) || duration.isUnresolved()) return undefined;
  return duration.toMinutes({ integral: false });
}
