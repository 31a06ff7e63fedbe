import { BROWSER_TRACE } from '../contract/browser-trace.ts';
import { type Html, html } from '../core/html.ts';
import { filmFailure, type Scene } from '../report/filmstrip/film.ts';
import type { ViewerPaths } from './paths.ts';
import type { RunDetail } from './view-model.ts';

/** Links to Playwright's traces of a run, each with words for where it stands. */
export function traceLinks(run: RunDetail, paths: Pick<ViewerPaths, 'trace'>): TraceLinks {
  const link = (sessionId: string, name: string, words: Html | string): Html =>
    html`<a href="${paths.trace({ definitionName: run.definitionName, runId: run.id, sessionId, name })}">${words}</a>`;
  const ofAct: TraceLinks['ofAct'] = ({ sessionId, act }, words) => {
    const name = run.sessions
      .find(({ id }) => id === sessionId)
      ?.acts.find(({ id }) => id === act.id)?.browserTrace;
    return name === undefined ? undefined : link(sessionId, name, words);
  };
  return {
    ofAct,
    ofSession: (sessionId) =>
      (run.sessions.find(({ id }) => id === sessionId)?.browserTraces ?? []).map((name) =>
        link(
          sessionId,
          name,
          name === BROWSER_TRACE.sessionEnd
            ? AFTER_LAST_ACT
            : html`Playwright trace <span class="mono">${name}</span>`,
        ),
      ),
    ofFailure: () => {
      const failure = filmFailure(run);
      if (failure === undefined) return [];
      if ('scene' in failure)
        return [ofAct(failure.scene, 'Playwright trace of this act')].filter((each) => each !== undefined);
      const ended = run.sessions.filter(({ browserTraces }) =>
        browserTraces.includes(BROWSER_TRACE.sessionEnd),
      );
      return ended.map(({ id }) => {
        const of =
          ended.length > 1 ? ` in session ${run.sessions.findIndex((each) => each.id === id) + 1}` : '';
        return link(id, BROWSER_TRACE.sessionEnd, `${AFTER_LAST_ACT}${of}`);
      });
    },
  };
}

export interface TraceLinks {
  readonly ofAct: (scene: Scene, words: string) => Html | undefined;
  /** Those that belong to no act of it. */
  readonly ofSession: (sessionId: string) => readonly Html[];
  /** Those that show how the run failed. */
  readonly ofFailure: () => readonly Html[];
}

const AFTER_LAST_ACT = 'Playwright trace of what came after the last act';
