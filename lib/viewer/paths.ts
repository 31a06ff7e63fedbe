import type { QuestionKey } from '../contract/question.ts';
import { type AskedRuns, addressQuery } from './asked-runs.ts';
import type { BrowserTracePlace } from './run-source.ts';

/** Addresses of the pages, below the prefix under which the viewer is registered. */
export interface ViewerPaths {
  definitions(): string;
  /** The newest runs of a definition, or others. */
  definition(name: string, asked?: AskedRuns): string;
  /** The runs of all definitions. */
  runs(asked?: AskedRuns): string;
  /** Two runs beside each other, by their ids. */
  compare(...runIds: readonly string[]): string;
  /** A run beside the one before it. */
  compareWithBefore(place: RunPlace): string;
  /** @param choice an act, or a step of it, that the page shows large */
  run(place: RunPlace, choice?: { readonly actId: string; readonly step?: number | undefined }): string;
  report(place: RunPlace): string;
  invocation(requestId: string): string;
  /** The form that starts it again, and where that goes. */
  again(requestId: string): string;
  /** Where a form goes that leads to the page of a question. */
  answerQuestion(key: QuestionKey): string;
  act(place: ActPlace): string;
  /** A stream of events, one for each change of what the filter says; without a filter, for every change. */
  events(filter: ChangeFilter): string;
  screenshot(place: ActPlace & { readonly index: number }): string;
  /** A trace of Playwright's, in its viewer. */
  trace(place: BrowserTracePlace): string;
}

/** Which changes a page wants to hear of. */
export interface ChangeFilter {
  readonly definitionName?: string | undefined;
  readonly runId?: string | undefined;
}

export interface RunPlace {
  readonly definitionName: string;
  readonly runId: string;
}

export interface ActPlace extends RunPlace {
  readonly sessionId: string;
  readonly actId: string;
}

/** Below the address of local AWS. */
export const VIEWER_PATH = '/viewer';

/** The address of the page of a run. @param url of local AWS */
export function viewerUrlOf(url: string, place: RunPlace): string {
  return new URL(viewerPaths(VIEWER_PATH).run(place), url).href;
}

/** The id of a question on the page of its run. */
export function questionAnchor(questionId: string): string {
  return `question-${questionId}`;
}

/** The address of the page of an invocation. @param url of local AWS */
export function viewerUrlOfInvocation(url: string, requestId: string): string {
  return new URL(viewerPaths(VIEWER_PATH).invocation(requestId), url).href;
}

/** @param prefix such as `/viewer`, without a slash at the end */
export function viewerPaths(prefix: string): ViewerPaths {
  const definition = (name: string, asked: AskedRuns = {}): string =>
    `${prefix}/definitions/${encodeURIComponent(name)}${addressQuery(asked)}`;
  const run: ViewerPaths['run'] = ({ definitionName, runId }, choice) => {
    const path = `${definition(definitionName)}/runs/${encodeURIComponent(runId)}`;
    if (choice === undefined) return path;
    const { actId: act, step } = choice;
    return `${path}?${new URLSearchParams({ act, ...(step !== undefined && { step: String(step) }) })}`;
  };
  const act = (place: ActPlace): string =>
    `${run(place)}/sessions/${encodeURIComponent(place.sessionId)}/acts/${encodeURIComponent(place.actId)}`;
  return {
    definitions: () => `${prefix}/`,
    definition,
    runs: (asked = {}) => `${prefix}/runs${addressQuery(asked)}`,
    compare: (...runIds) => {
      const query = new URLSearchParams(runIds.map((id) => ['run', id]));
      return `${prefix}/compare${runIds.length === 0 ? '' : `?${query}`}`;
    },
    compareWithBefore: (place) => `${run(place)}/compare`,
    run,
    invocation: (requestId) => `${prefix}/invocations/${encodeURIComponent(requestId)}`,
    again: (requestId) => `${prefix}/invocations/${encodeURIComponent(requestId)}/again`,
    answerQuestion: ({ definitionName, questionId }) =>
      `${definition(definitionName)}/questions/${encodeURIComponent(questionId)}/answer`,
    report: (place) => `${run(place)}/report.html`,
    act,
    events: ({ definitionName, runId }) => {
      const filter = { ...(definitionName && { definition: definitionName }), ...(runId && { run: runId }) };
      return `${prefix}/events?${new URLSearchParams(filter)}`;
    },
    screenshot: (place) => `${act(place)}/steps/${place.index}/screenshot`,
    trace: ({ sessionId, name, ...place }) =>
      `${run(place)}/sessions/${encodeURIComponent(sessionId)}/traces/${encodeURIComponent(name)}`,
  };
}

/** Patterns of the router for what a run, an act and a session have below their pages. */
const RUN = '/definitions/:definitionName/runs/:runId';
export const ROUTE = {
  run: RUN,
  act: `${RUN}/sessions/:sessionId/acts/:actId`,
  trace: `${RUN}/sessions/:sessionId/traces/:name`,
} as const;
