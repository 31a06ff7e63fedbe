import type { CommandLine } from '../../command-line.ts';
import { type CheckOutcome, lacking, ok, warning } from '../outcome.ts';

/** Whether there is a project, whose catalog can be read, with workflows that are there. */
export function projectRule(
  project: ProjectFacts,
  { commandLine }: { readonly commandLine: CommandLine },
): CheckOutcome {
  const { root, problem, workflows, entriesNotThere } = project;
  if (problem !== undefined) return lacking(`${root}: ${problem}`);
  if (workflows === undefined) {
    return project.hasManifest
      ? warning(
          `${root} has no catalog of workflows; apps of constructs alone need none`,
          commandLine('init', '--help'),
        )
      : lacking(`no project in ${root} or above`, commandLine('init', 'my-workflows'));
  }
  if (entriesNotThere.length > 0)
    return lacking(`${root}: the catalog names files that are not there: ${entriesNotThere.join(', ')}`);
  return ok(`${root} (${workflows.length === 0 ? 'no workflows yet' : workflows.join(', ')})`);
}

/** A project, as its files say it. */
export interface ProjectFacts {
  readonly root: string;
  readonly hasManifest: boolean;
  /** Names in the catalog; `undefined` when there is none. */
  readonly workflows: readonly string[] | undefined;
  /** Files of workflows that the catalog names. */
  readonly entriesNotThere: readonly string[];
  /** Why the catalog cannot be read. */
  readonly problem?: string | undefined;
  /** The bootstrap stacks that its settings name, beside that of the CDK. */
  readonly qualifiers: readonly string[];
}
