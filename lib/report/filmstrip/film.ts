import type { ActTrace, TraceStep } from '../../contract/act-trace.ts';
import { errorOfAct } from '../act-outcome.ts';
import { DID_NOT_END, isFinal } from '../parts.ts';
import { isSameError } from '../same-error.ts';

/** A run as the filmstrip shows it. */
export interface Film {
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  /** Why it failed, as far as anybody has said. */
  readonly error?: { readonly type: string; readonly message: string } | undefined;
  /** One for each browser, in the order in which they were started. */
  readonly sessions: readonly FilmSession[];
  /** Of which there may be more than are here. */
  readonly unread?: readonly Unread[] | undefined;
}

/** What of a run could not be read, so that nothing is known of it: neither how many there are, nor that there are none. */
export type Unread = 'sessions' | 'acts';

export interface FilmSession {
  readonly id: string;
  readonly acts: readonly FilmAct[];
}

export interface FilmAct {
  readonly id: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  /** What happened in it; absent when nobody has kept it. */
  readonly trace: ActTrace | undefined;
}

/** An act with its place in the run. */
export interface Scene {
  /** From 1, over all sessions, in the order in which acts began: it stays as it is when others begin. */
  readonly number: number;
  readonly sessionId: string;
  /** From 1. */
  readonly sessionNumber: number;
  readonly act: FilmAct;
}

/** Where pictures are and where links lead. In a file they lead to places within it. */
export interface FilmLinks {
  readonly imageOf: (scene: Scene, step: TraceStep) => string | undefined;
  /** Shows the act, or the step, in the panel. */
  readonly hrefOf: (scene: Scene, step?: TraceStep) => string;
}

/** All acts of a run, in the order in which they began. */
export function scenesOf(film: Pick<Film, 'sessions' | 'status' | 'endedAt'>): readonly Scene[] {
  const acts = film.sessions.flatMap(({ id: sessionId, acts: own }, index) =>
    own.map((act) => ({ sessionId, sessionNumber: index + 1, act: actInFilm(film, act) })),
  );
  const begun = ({ act }: { readonly act: FilmAct }): number => act.startedAt.getTime() || 0;
  return acts.sort((a, b) => begun(a) - begun(b)).map((scene, index) => ({ number: index + 1, ...scene }));
}

/** An act that nobody ended did not go on when its run was over. */
export function actInFilm({ status, endedAt }: Pick<Film, 'status' | 'endedAt'>, act: FilmAct): FilmAct {
  if (!isFinal(status) || isFinal(act.status)) return act;
  return { ...act, status: DID_NOT_END, endedAt: act.endedAt ?? endedAt };
}

/** Whether an act failed, or what was kept of it says so. */
export function hasFailed({ status, trace }: FilmAct): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || trace?.error !== undefined;
}

/**
 * Where a run failed: in an act whose error nobody caught, while an act was going on that never ended, or outside of acts, in
 * the author's own code; in which of both is not known when acts could not be read. `undefined` for a run that has not failed.
 */
export function filmFailure(film: Film, scenes = scenesOf(film)): FilmFailure | undefined {
  if (film.status !== 'FAILED' && film.status !== 'TIMED_OUT') return undefined;
  const { error } = film;
  const failed = scenes.filter(({ act }) => hasFailed(act));
  const cause =
    error === undefined
      ? failed.at(-1)
      : failed.findLast(({ act }) => isSameError(error.message, act.trace?.error?.message));
  if (cause !== undefined) return { kind: 'in-act', scene: cause };
  const open = scenes.findLast(({ act }) => act.status === DID_NOT_END);
  if (open !== undefined) return { kind: 'during-act', scene: open };
  // The error of a host may be told in other words than that of the act.
  const last = scenes.at(-1);
  if (last !== undefined && hasFailed(last.act) && last.act.trace?.error === undefined)
    return { kind: 'in-act', scene: last };
  return { kind: isUnread(film, 'acts') ? 'unknown' : 'outside' };
}

/** Whether there may be more of these than are here. */
export function isUnread({ unread = [] }: Pick<Film, 'unread'>, what: Unread): boolean {
  return unread.includes(what);
}

/** Why a run failed: what was said of the run, else what the act says that it failed in. */
export function filmError(film: Film): Film['error'] {
  if (film.error !== undefined) return film.error;
  const failure = filmFailure(film);
  const trace = failure !== undefined && 'scene' in failure ? failure.scene.act.trace : undefined;
  const error = trace && errorOfAct(trace);
  return error && { type: error.name, message: error.message };
}

export type FilmFailure =
  | { readonly kind: 'in-act' | 'during-act'; readonly scene: Scene }
  | { readonly kind: 'outside' | 'unknown' };
