import type { Project } from './project.ts';

/** A project, and what is done in it; a step that throws ends the row. */
export interface Row {
  readonly project: string;
  /** The major version. */
  readonly node: number;
  /** The version, for the table. */
  readonly cdk: string;
  readonly steps: Readonly<Record<string, (project: Project) => Promise<void>>>;
}
