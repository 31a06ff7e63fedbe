import { type Problem, show, unknownKeys } from '../core/problems.ts';
import { didYouMean } from '../core/suggest.ts';
import { runStatus } from '../service/model-shapes.ts';
import { ASKED_KEYS, type AskedRuns } from './asked-runs.ts';
import { readLocalTime } from './local-time.ts';
import type { RunQuery } from './view-model.ts';

/**
 * What the address of a list asks for. Whatever cannot be understood is a problem, so that no list looks filtered that is not.
 * Pure.
 *
 * @param given.workflows that may be chosen; absent on the page of one
 */
export function readRunQuery(given: {
  readonly query: Readonly<Record<string, unknown>>;
  readonly workflows?: readonly string[] | undefined;
  readonly now: Date;
}): ReadRunQuery {
  const { query, workflows, now } = given;
  const keys = ASKED_KEYS.filter((key) => key !== 'workflow' || workflows !== undefined);
  const asked: AskedRuns = Object.fromEntries(
    keys.flatMap((key) => {
      const value = query[key];
      return typeof value === 'string' && value.trim() !== '' ? [[key, value.trim()]] : [];
    }),
  );
  const { status, workflow, within, since, until, text, at } = asked;
  const [begin, end] = [since, until].map((time) => (time === undefined ? undefined : readLocalTime(time)));
  const problems = [
    ...unknownKeys('address', query, keys),
    ...keys.flatMap((key) => (Array.isArray(query[key]) ? twice(key, query[key]) : [])),
    ...notOneOf('status', status, STATUSES_OF_RUNS),
    ...notOneOf('workflow', workflow, workflows ?? []),
    ...notOneOf('within', within, Object.keys(WITHIN_MS)),
    ...(since !== undefined && begin === undefined ? noTime('since', since) : []),
    ...(until !== undefined && end === undefined ? noTime('until', until) : []),
    ...(within !== undefined && (since ?? until) !== undefined ? twoTimes(within) : []),
    ...(begin !== undefined && end !== undefined && begin >= end ? noTimeBetween(since, until) : []),
    ...(text !== undefined && text.length > MAX_LENGTH_OF_TEXT ? tooLong(text) : []),
  ];
  const read: RunQuery = {
    status: STATUSES_OF_RUNS.find((known) => known === status),
    definitionName: workflow,
    since: within === undefined ? begin : new Date(now.getTime() - (WITHIN_MS[within] ?? 0)),
    until: end,
    text,
    at,
  };
  return { asked, query: read, problems };
}

export interface ReadRunQuery {
  /** As it was typed, without what is empty. */
  readonly asked: AskedRuns;
  /** Not to be used when there are problems. */
  readonly query: RunQuery;
  readonly problems: readonly Problem[];
}

/** What a run can be. */
export const STATUSES_OF_RUNS = runStatus.values ?? [];

/** How long ago a run may have begun, by words of addresses. */
export const WITHIN_MS: Readonly<Record<string, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** Longer than what anybody looks for, such as a message. */
export const MAX_LENGTH_OF_TEXT = 500;

const TIMES = 'such as 2026-03-01T09:00 in the time zone of this machine, or 2026-03-01T09:00Z';

function notOneOf(where: string, value: string | undefined, allowed: readonly string[]): readonly Problem[] {
  if (value === undefined || allowed.includes(value)) return [];
  const meant = didYouMean(value, allowed);
  const fix = meant === undefined ? 'choose one of them' : `did you mean "${meant}"?`;
  return [
    {
      where,
      what: 'is not known',
      got: show(value),
      allowed: allowed.join(', ') || 'none: there is none',
      fix,
    },
  ];
}

function twice(where: string, values: readonly unknown[]): readonly Problem[] {
  return [{ where, what: 'is given more than once', got: show(values), allowed: 'one', fix: 'leave one' }];
}

function noTime(where: string, got: string): readonly Problem[] {
  return [
    { where, what: 'is not a time', got: show(got), allowed: TIMES, fix: 'choose a day that there is' },
  ];
}

function twoTimes(within: string): readonly Problem[] {
  const got = `within ${show(within)}, and since or until as well`;
  return [
    { where: 'within', what: 'says when, too', got, allowed: 'one of both', fix: 'empty the other fields' },
  ];
}

function noTimeBetween(since: string | undefined, until: string | undefined): readonly Problem[] {
  const got = `${since} until ${until}`;
  return [
    { where: 'until', what: 'is not after since', got, allowed: 'a later time', fix: 'exchange the two' },
  ];
}

function tooLong({ length }: string): readonly Problem[] {
  const allowed = `up to ${MAX_LENGTH_OF_TEXT} characters`;
  return [
    {
      where: 'text',
      what: 'is too long',
      got: `${length} characters`,
      allowed,
      fix: 'look for a part of it',
    },
  ];
}
