import type { Problem } from '../core/problems.ts';
import { CatalogError } from './catalog-error.ts';
import { checkEntry, type EntryReport } from './rules.ts';

/** How long AgentCore Runtime keeps a session of this workflow. */
export interface WorkflowLifecycle {
  /** Seconds without work after which a session ends: 60 to 28800, default 900. */
  readonly idleTimeoutSeconds?: number | undefined;
  /** Seconds after which a session ends even if it is busy: 60 to 28800, default 28800. */
  readonly maxLifetimeSeconds?: number | undefined;
}

/** One workflow: where its code is, and what it is called in AWS. */
export interface WorkflowCatalogEntry {
  /** Kebab-case, 1 to 40 characters: names the stack, the runtime and the argument of the commands. */
  readonly name: string;
  /** The file that exports `main(payload)`, relative to the project root. */
  readonly entry: string;
  /** Name of the Nova Act workflow definition: 1 to 40 of `a-z A-Z 0-9 _ -`. */
  readonly definitionName: string;
  /** What the workflow does, 1 to 1200 characters. */
  readonly description: string;
  /** Environment variables of the workflow's process. Never secrets: they are readable in the AWS console. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Session limits. */
  readonly lifecycle?: WorkflowLifecycle | undefined;
}

/**
 * Checks a catalog and returns it frozen. Pure: it reads no file and no environment.
 *
 * @param entries The workflows, in the order in which commands list them.
 * @returns The same entries, frozen deeply.
 * @throws {@link CatalogError} with every problem of every entry, not only the first.
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html
 */
export function defineCatalog(entries: readonly WorkflowCatalogEntry[]): readonly WorkflowCatalogEntry[] {
  const given: unknown = entries;
  if (!Array.isArray(given)) {
    throw new CatalogError([
      {
        where: 'catalog',
        what: 'must be a list of workflows',
        got: given === null ? 'null' : typeof given,
        allowed: 'an array of { name, entry, definitionName, description, environment?, lifecycle? }',
        fix: 'wrap the workflow in [ ]',
      },
    ]);
  }
  const reports = given.map((entry: unknown, index) => checkEntry(entry, index));
  const problems = [
    ...reports.flatMap((report) => report.problems),
    ...duplicates(reports, 'name'),
    ...duplicates(reports, 'definitionName'),
  ];
  if (problems.length > 0) throw new CatalogError(problems);
  return Object.freeze(entries.map(freezeEntry));
}

function duplicates(reports: readonly EntryReport[], key: 'name' | 'definitionName'): Problem[] {
  const first = new Map<string, EntryReport>();
  const problems: Problem[] = [];
  for (const report of reports) {
    const value = report[key];
    if (value === undefined) continue;
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, report);
      continue;
    }
    problems.push({
      where: `${report.label}.${key}`,
      what: `is used twice (first by entry ${earlier.index})`,
      got: JSON.stringify(value),
      allowed: 'a value that no other entry has',
      fix: `rename one of the two, for example ${JSON.stringify(`${value.slice(0, 38)}-2`)}`,
    });
  }
  return problems;
}

function freezeEntry(entry: WorkflowCatalogEntry): WorkflowCatalogEntry {
  return Object.freeze({
    ...entry,
    ...(entry.environment && { environment: Object.freeze({ ...entry.environment }) }),
    ...(entry.lifecycle && { lifecycle: Object.freeze({ ...entry.lifecycle }) }),
  });
}
