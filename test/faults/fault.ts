import type { Stage } from './stage.ts';

/** Something that goes wrong, and what is right then. */
export interface Fault {
  /** In kebab-case, for `--only` and the table. */
  readonly name: string;
  /** What is done. */
  readonly done: string;
  /** What is right. */
  readonly right: string;
  /** Left out of the short form, because it takes its time. */
  readonly slow?: true;
  /** Does it, and says on the stage what became of it. What it throws is a wrong status. */
  readonly play: (stage: Stage) => Promise<void>;
}

/** What is asked of every fault: did it end with the right status and reason, is its data there, is nothing left over? */
export type Question = 'status' | 'data' | 'left';

/** What became of a fault. */
export interface Outcome {
  readonly fault: Fault;
  /** What is wrong, by question; nothing when all is right. */
  readonly wrong: Readonly<Record<Question, readonly string[]>>;
  /** Whether data was asked for at all. */
  readonly hasData: boolean;
  readonly seconds: number;
}
