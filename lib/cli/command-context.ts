import type { CommandLine } from './command-line.ts';

/** What a command may see and touch of the process that runs it. Tests and other programs bring their own. */
export interface CommandContext {
  /** Results, and nothing else. */
  readonly stdout: (text: string) => void;
  /**
   * Results that the command has coloured, and of which it has made visible what others wrote: nothing more is done to them.
   * Absent where results may not be coloured: stdout is no terminal, or `NO_COLOR` is set.
   */
  readonly coloredStdout?: ((text: string) => void) | undefined;
  /** Of the terminal that stdout is; absent where it is none. */
  readonly columns?: (() => number) | undefined;
  /** What a person reads: progress and errors. */
  readonly stderr: (text: string) => void;
  /** True when stderr is a terminal, where lines can be rewritten. */
  readonly interactive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The directory that relative paths start from. */
  readonly directory: string;
  /** How its user calls the commands. */
  readonly commandLine: CommandLine;
  /** Aborted when the user wants to stop (Ctrl-C). */
  readonly interrupt: AbortSignal;
}
