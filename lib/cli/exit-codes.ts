/** What a command tells the shell. */
export const EXIT = {
  /** The command did what was asked. */
  success: 0,
  /** The workflow failed, or its outcome is unknown. */
  failure: 1,
  /** The command was called or configured wrongly; nothing was run. */
  usage: 2,
  /** Ctrl-C: 128 and the number of SIGINT, as shells count. */
  interrupted: 130,
} as const;

/** One of the numbers in {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
