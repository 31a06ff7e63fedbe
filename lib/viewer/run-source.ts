import type { ActTrace } from '../contract/act-trace.ts';
import type { ActPlace, ChangeFilter, RunPlace } from './paths.ts';
import type { RunQuestions } from './run-questions.ts';
import type { DefinitionItem, InvocationOfDefinition, RunDetail, RunQuery, RunsPage } from './view-model.ts';

/**
 * What the viewer shows: the runs of local AWS, or those of an account. It is only read, but for {@link RunSource.again} and links
 * to questions. What
 * is not there is `undefined`; what is there and cannot be read is an error whose message says what to do.
 */
export interface RunSource {
  readonly place: ViewedPlace;
  /** All workflow definitions, the one of the latest activity first. */
  workflows(): Promise<readonly DefinitionItem[]>;
  /** The same by their names alone, which costs less where they have to be asked for. */
  workflowNames(): Promise<readonly string[]>;
  workflow(name: string): Promise<DefinitionItem | undefined>;
  /** A part of the runs that are asked for, newest first. */
  runs(query: RunQuery): Promise<RunsPage>;
  /** Where the run with this id is. */
  placeOf(runId: string): Promise<RunPlace | undefined>;
  run(place: RunPlace): Promise<RunDetail | undefined>;
  /** An invocation by the id of its request. */
  invocation(requestId: string): Promise<InvocationOfDefinition | undefined>;
  /** What happened in an act, pictures by {@link picture}; `undefined` also when nobody has kept it. */
  act(place: ActPlace): Promise<ActTrace | undefined>;
  /** What a step saw, by its number in the act. */
  picture(place: ActPlace, step: number): Promise<Picture | undefined>;
  /** A trace of Playwright's, by its name among those of the session. */
  browserTrace(place: BrowserTracePlace): Promise<Uint8Array | undefined>;
  /** Tells of changes until the function that it returns is called. */
  follow(filter: ChangeFilter, onChange: () => void): () => void;
  /**
   * Starts an invocation once more, with this payload. Absent where that is not offered.
   *
   * @returns the id of its request, as soon as it is on its way
   * @throws ExplainedError when it cannot be started
   */
  readonly again?: ((requestId: string, payload: unknown) => Promise<string>) | undefined;
  /** What runs ask people. Absent where that is not known. */
  readonly questions?: RunQuestions | undefined;
}

/** Whose runs are shown, in words for the pages. */
export interface ViewedPlace {
  /** In the head of each page, such as `Local AWS`. */
  readonly name: string;
  /** At the foot of each page. */
  readonly note: string;
  readonly isLocal: boolean;
  /** What of a run the text of a filter is looked for in, such as `id or name`. */
  readonly searched: string;
}

/** An image. */
export interface Picture {
  /** Its media type, such as `image/jpeg`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface BrowserTracePlace extends RunPlace {
  readonly sessionId: string;
  readonly name: string;
}
