/**
 * How a fleet runs where nobody says otherwise: on AWS by its state machine, on local AWS by the loop of `fleet start`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export const FLEET_DEFAULTS = Object.freeze({
  /**
   * How many items run at a time. Nova Act takes 5 steps a second of an account, and a session makes one about every four
   * seconds: with more, all of them wait for each other.
   */
  concurrency: 20,
  /** Of 100 items, so many may fail before no more are started. */
  toleratedFailurePercentage: 10,
  /** How often an item is run again whose session was lost, and one whose workflow has failed. */
  retries: Object.freeze({ lost: 1, failed: 0 }),
  /** An item that was silent for so long counts as lost. */
  lostAfterSeconds: 300,
});
