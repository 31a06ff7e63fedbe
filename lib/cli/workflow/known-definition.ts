import { didYouMean } from '../../core/suggest.ts';
import { type NovaActClient, paginateListWorkflowDefinitions } from '../../service/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { CommandTarget } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { type Definition, lookUpDefinition } from './definitions.ts';

/** The definition of a name. @throws UsageError for one that is not there, with the name that may be meant */
export async function knownDefinition(
  name: string,
  at: { readonly client: NovaActClient; readonly target: CommandTarget } & Pick<
    CommandContext,
    'interrupt' | 'commandLine'
  >,
): Promise<Definition> {
  const { client, target, interrupt } = at;
  const found = await lookUpDefinition(client, name, interrupt);
  if (found !== undefined) return found;
  const meant = didYouMean(name, await someNames(client, interrupt));
  throw new UsageError({
    what: `There is no workflow definition "${name}" in ${target.description}.`,
    fix:
      meant === undefined
        ? `List them with "${target.commandLine(at)('workflow', 'list')}".`
        : `Did you mean "${meant}"?`,
  });
}

/** The newest names. Best effort: listing may not be permitted, and the error that matters is another. */
async function someNames(client: NovaActClient, abortSignal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    const pages = paginateListWorkflowDefinitions(
      { client, pageSize: 100 },
      { sortOrder: 'Descending' },
      { abortSignal },
    );
    for await (const page of pages) {
      names.push(...page.workflowDefinitionSummaries.map((each) => each.workflowDefinitionName));
      if (names.length >= ENOUGH_NAMES) break;
    }
  } catch {
    // What was found so far is enough to guess from.
  }
  return names;
}

const ENOUGH_NAMES = 500;
