/** What a document tells of itself when it is asked whether it is still. Times are milliseconds before the moment of asking. */
export interface TrackedFacts {
  /** Differs between documents. */
  readonly documentId: number;
  /** One that has come without end for a while, and shows something, is ready, too. */
  readonly document: 'loading' | 'resources' | 'ready';
  /** Nothing was done to this document yet: what it does comes of being loaded. */
  readonly isFresh: boolean;
  /** The document has scripts that run. */
  readonly hasScripts: boolean;
  /** There is nothing to be seen. */
  readonly isEmpty: boolean;
  /** It is on its way to another document. */
  readonly isLeaving: boolean;
  /** Kind of something that came of the action, is under way, and will be heard of: a timer, an answer. */
  readonly pending?: string | undefined;
  /** An animation or transition that the action started. */
  readonly isAnimating: boolean;
  /** Since a script of the page last heard of the user's input; absent when none did. */
  readonly heardMsAgo?: number | undefined;
  /** Since the last of what came of the action ended. */
  readonly endedMsAgo?: number | undefined;
  /** Since the last change of the document that was news. */
  readonly newsMsAgo?: number | undefined;
  /** Something in the page could bring a change later without a cause that can be seen: loops, channels, workers. */
  readonly hasCarriers: boolean;
  /** What changed since the action says that the page is at work: "Loading…", a spinner. */
  readonly looksBusy: boolean;
  /** How often something happened, of the action or not, after which the document may look otherwise. */
  readonly touches: number;
  /** All that could change how it looks is counted in `touches`. Only of a document that is asked at once. */
  readonly isPlain: boolean;
}

/** What hangs in each document. */
export interface PageTracker {
  /** From now on, only what happens after this moment is waited for. */
  beginAction(): void;
  /** What is known after so many frames. */
  look(frames: number): TrackedFacts | Promise<TrackedFacts>;
}

/** How long things inside a document may hold up settling, in milliseconds. */
export interface TrackerLimits {
  /** Timers that are due later are not waited for. */
  readonly timerMs: number;
  /** How long a chain or loop of the same thing counts that an action started. */
  readonly chainMs: number;
  /** The same for one that came with the document. */
  readonly loadChainMs: number;
  /** How long an answer is waited for, of a promise, a worker, a channel. */
  readonly answerMs: number;
  /** The same for what a document subscribes to while it is loaded. */
  readonly loadAnswerMs: number;
  /** How long a document that shows something may take to come to its end. */
  readonly documentMs: number;
  /** How long pictures and other late resources of a parsed document are waited for. */
  readonly resourcesMs: number;
  /** How long a navigation may take to show up as a request. */
  readonly navigationMs: number;
  /** How long a download may take to be told of by the browser. */
  readonly downloadMs: number;
  /** Animations of the action that take longer are not waited for. */
  readonly animationMs: number;
}

/** Under this symbol the tracker hangs on `window`; not enumerable. */
export const TRACKER_KEY = 'nova-act.tracker';
