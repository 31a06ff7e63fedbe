import { z } from 'zod';
import type { ServerProtocol } from '../contract/host.ts';
import { isRecord } from '../core/is-record.ts';
import type { Problem } from '../core/problems.ts';
import { CatalogError } from './catalog-error.ts';
import { checkValue, words } from './check-value.ts';
import type { WorkflowSettings } from './deployment-settings.ts';
import { entrySchema } from './entry-schema.ts';
import { definitionNameRule, type NameRule, WORKFLOW_NAME } from './name-rules.ts';

/**
 * Checks a catalog and returns it frozen. Pure: it reads no file and no environment.
 *
 * @param entries The workflows, in the order in which commands list them.
 * @returns The same entries, frozen deeply.
 * @throws {@link CatalogError} with every problem of every entry, not only the first.
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html
 */
export function defineCatalog(entries: readonly WorkflowCatalogEntry[]): readonly WorkflowCatalogEntry[] {
  const { problems, valid } = checkCatalog(entries);
  if (problems.length > 0) throw new CatalogError(problems, entries);
  return Object.freeze(valid);
}

/** All that is wrong with a catalog, and its entries that break no rule of their own. */
export function checkCatalog(entries: unknown): {
  readonly problems: readonly Problem[];
  readonly valid: readonly WorkflowCatalogEntry[];
  /** Of all entries that have one, right or wrong. */
  readonly names: readonly string[];
} {
  const list = checkValue({ schema: listSchema, value: entries, where: 'catalog' });
  const given = list.data ?? [];
  const checked = given.map((value, index) =>
    checkValue({ schema: entrySchema, value, where: labelOf(value, index) }),
  );
  return {
    problems: [
      ...list.problems,
      ...checked.flatMap((entry) => entry.problems),
      ...usedTwice(given, 'name', WORKFLOW_NAME),
      ...usedTwice(given, 'definitionName', definitionNameRule()),
    ],
    valid: checked.flatMap(({ data }) => data ?? []),
    names: given.flatMap((entry) => validMember(entry, 'name', WORKFLOW_NAME) ?? []),
  };
}

/**
 * One workflow: where its code is, what it is called in AWS, and how it runs wherever no environment says otherwise for it.
 * Of `image`, each member is for itself; it is refused with `-c build=zip`, which makes no image.
 */
export interface WorkflowCatalogEntry extends WorkflowSettings {
  /** Kebab-case, 1 to 40 characters: names the stack, the runtime and the argument of the commands. */
  readonly name: string;
  /** The file that exports `main(payload)`, relative to the project root. */
  readonly entry: string;
  /** Name of the Nova Act workflow definition: 1 to 40 of `a-z A-Z 0-9 _ -`. */
  readonly definitionName: string;
  /** What the workflow does, 1 to 1200 characters. With `serverProtocol: 'MCP'`, agents read it to decide when to call the tool. */
  readonly description: string;
  /**
   * What its runtime speaks, in every environment: `HTTP` is a payload and its answer, `MCP` a tool of the name of the workflow for
   * agents, which needs the package `@modelcontextprotocol/server` in the project. A runtime speaks one of them.
   * @default HTTP
   */
  readonly serverProtocol?: ServerProtocol | undefined;
}

/** How long AgentCore Runtime keeps a session of this workflow. */
export interface WorkflowLifecycle {
  /** Seconds without work after which a session ends: 60 to 28800, default 900. */
  readonly idleTimeoutSeconds?: number | undefined;
  /** Seconds after which a session ends even if it is busy: 60 to 28800, default 28800. */
  readonly maxLifetimeSeconds?: number | undefined;
}

const listSchema = z.array(z.unknown()).register(words, {
  what: 'must be a list of workflows',
  allowed: 'an array of { name, entry, definitionName, description, environment?, secrets?, … }',
  fix: 'wrap the workflow in [ ]',
});

/** What the problems of an entry are filed under: its name, if it is one. */
function labelOf(entry: unknown, index: number): string {
  return validMember(entry, 'name', WORKFLOW_NAME) ?? `catalog[${index}]`;
}

function usedTwice(
  entries: readonly unknown[],
  key: 'name' | 'definitionName',
  rule: NameRule,
): readonly Problem[] {
  const values = entries.map((entry) => validMember(entry, key, rule));
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === undefined || first === index) return [];
    return {
      where: `${labelOf(entries[index], index)}.${key}`,
      what: `is used twice (first by entry ${first})`,
      got: JSON.stringify(value),
      allowed: 'a value that no other entry has',
      fix: `rename one of the two, for example ${JSON.stringify(`${value.slice(0, 38)}-2`)}`,
    };
  });
}

function validMember(entry: unknown, key: string, rule: NameRule): string | undefined {
  const value = isRecord(entry) ? entry[key] : undefined;
  return typeof value === 'string' && rule.accepts(value) ? value : undefined;
}
