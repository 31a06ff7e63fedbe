import type { FleetFormat, FleetInput } from './fleet-input.ts';

/**
 * What the states of a fleet ask of their function. Beside the host it is all of a fleet that is code of ours.
 */
export type ItemStep = SettleStep | StartStep;

/** Checks what an execution was started with, and says what was left out. Its answer is a `SettledFleet`. */
export interface SettleStep {
  readonly step: 'settle';
  readonly input: FleetInput | Readonly<Record<string, unknown>>;
  readonly execution: { readonly id: string; readonly startedAt: string };
}

/** Starts one item. The task waits for the token afterwards. */
export interface StartStep extends ItemInput {
  readonly step: 'start';
  readonly token: string;
  readonly heartbeatSeconds: number;
  /** How often the execution was redriven. */
  readonly redrive: number;
}

/** What each child execution of a Map Run has for input: the item, and where it was found. */
export interface ItemInput {
  readonly fleet: string;
  readonly format: FleetFormat;
  readonly bucket: string;
  /** From 0. */
  readonly index: number;
  readonly item: unknown;
}

/** Names of errors that a state machine tells apart, beside `SESSION_ENDED`: the session ended before the workflow did. What else a task fails with is the name of the workflow's error. */
export const ITEM_ERROR = {
  /** There was no room, or the answer was lost: the item is started again, as often as it takes. */
  notStarted: 'ItemNotStarted',
  /** The runtime failed by itself: its container does not start, or its host answers that it has failed. The item is started again a few times. */
  unavailable: 'RuntimeUnavailable',
  /** The runtime refused it for good. */
  refused: 'ItemRefused',
} as const;
