import type { BrowserAction, Observation } from '../../browser/index.ts';

/**
 * Hands and eyes of your own: what an act does and sees, wherever that is, such as an app, a desktop or a grid of browsers. A session with
 * one has no browser: no pages, downloads or dialogs.
 */
export interface CustomActuator {
  /** Called once, before the first act; what it throws is in StartFailed. */
  start(context: { readonly signal: AbortSignal }): Promise<void> | void;
  /** What the agent sees. @throws what ends the act with ActActuationError */
  observe(context: { readonly signal: AbortSignal }): Promise<CustomObservation> | CustomObservation;
  /**
   * Does what the agent asks. `parseBox` reads boxes.
   * @throws AgentRedirectError when the agent can mend it; anything else ends the act with ActActuationError
   */
  perform(action: CustomAction, context: { readonly signal: AbortSignal }): Promise<void> | void;
  /**
   * Called once, when the session is closed, also when its start has failed. It has 15 s, and 1 s when the process is ending; that it failed,
   * or took longer, is an ActActuationError of `nova.close()`, and a log event when the run closes the session.
   */
  stop(): Promise<void> | void;
}

/** What the agent sees: a picture, and where it was taken. The rest may be left out. */
export interface CustomObservation extends Partial<Observation> {
  /** An address, which the guardrail is asked about, such as `app://calculator`. */
  readonly activeURL: string;
  /** A data URL of one JPEG or PNG. What the agent clicks is given in its pixels, so it is as large as `windowWidth` and `windowHeight`. */
  readonly screenshotBase64: string;
}

/** What the agent may ask of hands: all but looking, waiting, thinking and answering. */
export type CustomAction = Extract<
  BrowserAction,
  { readonly name: 'agentClick' | 'agentHover' | 'agentScroll' | 'agentType' | 'goToUrl' }
>;

/** Options of a session that are about pages of a browser, and have no meaning beside an actuator. */
export const PAGE_OPTIONS = [
  'browser',
  'startingPage',
  'goToUrlTimeoutMs',
  'observationDelayMs',
  'replayable',
  'auth',
  'allowedFileUploadPaths',
  'allowedFileOpenPaths',
  'dialogs',
  'downloadsDir',
  'trace',
] as const;

/**
 * A session has a browser or an actuator of its own. The other options of pages are checked when it starts: in the type, they would
 * refuse `{ startingPage, ...options }` in programs.
 */
export type ActuatorFits =
  | { readonly actuator?: undefined }
  | { readonly actuator: CustomActuator; readonly browser?: undefined };
