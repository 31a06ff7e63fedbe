/** Limits of what is said to a desk, and of how long it remembers. */
export const LIMITS = {
  /** Of a question with its picture, in bytes. */
  maxAskBytes: 480_000,
  /** Of anything else that is sent, in bytes. */
  maxBodyBytes: 16_000,
  maxNameLength: 100,
  maxCommentLength: 1_000,
  maxReasonLength: 1_000,
  /** How long a person is the only one who may take over, unless `take` is called again. */
  holdMs: 60_000,
  /** How long the desk remembers how a question ended. */
  keepMs: 7 * 24 * 3_600_000,
} as const;
