import type { CommandContext } from '../command-context.ts';
import { UsageError } from '../usage-error.ts';

/** @throws UsageError for what is neither the id of a run nor the beginning of one */
export function checkRunId(id: string, { commandLine }: Pick<CommandContext, 'commandLine'>): void {
  if (/^[0-9a-f][0-9a-f-]{3,35}$/.test(id)) return;
  throw new UsageError({
    what: `"${id}" is not the id of a run.`,
    allowed: 'It is a UUID in lower case, or the beginning of one: 4 characters or more.',
    fix: `List runs with "${commandLine('runs list')}".`,
  });
}

/** Whether an id is more than the beginning of one. */
export function isWholeRunId(id: string): boolean {
  return id.length === 36;
}
