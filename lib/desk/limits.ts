/** Limits of what is said to a desk, and of how long it remembers. */
export const LIMITS = {
  /** Of a question with its picture, in bytes. */
  maxAskBytes: 480_000,
  /** Of anything else that is sent, in bytes. */
  maxBodyBytes: 16_000,
  maxNameLength: 100,
  maxCommentLength: 1_000,
  maxReasonLength: 1_000,
  /** How far ahead a question may expire: a day more than workflows may wait. */
  maxAheadMs: 8 * 24 * 3_600_000,
  /** Links to one question, with that which people were told. A further one takes the place of the oldest other. */
  maxLinks: 20,
  /** How long a person is the only one who may take over, unless `take` is called again. */
  holdMs: 60_000,
  /** How far the clocks of the processes of one desk may be apart. */
  maxClockSkewMs: 5_000,
  /** How often it is noted that a workflow has asked how its question stands. */
  hearEveryMs: 10_000,
  /** How long a page may say the same answer again, because it has not heard what became of it. */
  repeatMs: 120_000,
  /** How often a change is tried while others change the same question. */
  maxAttempts: 12,
  /** How long the desk remembers how a question ended. */
  keepMs: 7 * 24 * 3_600_000,
} as const;
