import { type RecordedItem, sessionInId } from '../../contract/invocation-record.ts';
import { itemWords } from '../../contract/item-words.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { visible } from '../../core/visible.ts';
import { paginateListWorkflowDefinitions, ResourceNotFoundException } from '../../service/index.ts';
import { printResult } from '../envelope.ts';
import { openInvocations } from '../run-records/open-invocations.ts';
import { textTable } from '../text-table.ts';
import { checkDefinitionIsThere, definitionOf } from './definition-of.ts';
import { type RunListOptions, wantedRuns } from './list-options.ts';
import { type ListedRun, newestRuns } from './newest-runs.ts';
import { type KnownQuestion, waitsText } from './question-text.ts';
import { type KnownOfRun, recordsOfRunning } from './records-of-running.ts';
import { openRunScope, type ProjectContext, type RunScope } from './run-scope.ts';
import { counted, lastedText, timeText } from './run-text.ts';

/**
 * Lists runs, the newest first.
 *
 * @returns the exit code
 * @throws when a page of a list could not be read: what would be missing is not known then
 */
export async function listRuns(options: RunListOptions, context: ProjectContext): Promise<ExitCode> {
  const wanted = wantedRuns(options, Date.now());
  using scope = await openRunScope(options, context);
  const { definitions, of } = await definitionsOf(scope);
  context.stderr(`Looked at: ${of}\n`);
  const { runs, hasMore } = await newestRuns({ definitions, wanted, scope });
  const found = options.sessions === true ? await withSessions(runs, scope) : runs;
  const { records, unread } = await recordsOfRunning(runs, scope);
  const rows = found.map((run) => ({ ...run, ...(records.get(run.workflowRunId) ?? NOTHING_KNOWN) }));
  const nowMs = Date.now();
  printResult(context, {
    json: options.json,
    data: { target: scope.target, definitions, runs: rows.map((row) => inJson(row, nowMs)), hasMore },
    text: () => textOf(rows, nowMs, options.sessions === true),
  });
  if (unread > 0)
    context.stderr(`Of ${counted(unread, 'running run')} it is not known whether a person is asked.\n`);
  if (hasMore) context.stderr(`These are the newest ${wanted.limit}; more with --limit.\n`);
  return EXIT.success;
}

interface Row extends ListedRun {
  /** `undefined` when it was not looked for, `null` when it is not known. */
  readonly sessionId?: string | null;
  /** What people were asked, and are; `null` when it is not known, or the run has ended. */
  readonly questions: readonly KnownQuestion[] | null;
  /** Which item of a fleet it is; `null` when it is none, or it is not known, or the run has ended. */
  readonly item: RecordedItem | null;
}

const NOTHING_KNOWN: { readonly [K in keyof KnownOfRun]: null } = { questions: null, item: null };

/** The definitions whose runs are listed, and for people what they are. */
async function definitionsOf(
  scope: RunScope,
): Promise<{ readonly definitions: readonly string[]; readonly of: string }> {
  const { options, client, call } = scope;
  if (options.definition !== undefined) await checkDefinitionIsThere(options.definition, scope);
  const one =
    options.definition ??
    (options.workflow === undefined ? undefined : await definitionOf(options.workflow, scope));
  if (one !== undefined) return { definitions: [one], of: `workflow definition ${one}` };
  const all: string[] = [];
  for await (const page of paginateListWorkflowDefinitions({ client }, {}, call)) {
    all.push(...page.workflowDefinitionSummaries.map((summary) => summary.workflowDefinitionName));
  }
  const names = all.length > 0 && all.length <= 5 ? ` (${all.join(', ')})` : '';
  const howMany =
    all.length === 1 ? 'the only workflow definition' : `all ${all.length} workflow definitions`;
  return { definitions: all, of: `${howMany} there${names}` };
}

async function withSessions(
  runs: readonly ListedRun[],
  scope: RunScope,
): Promise<readonly Omit<Row, keyof KnownOfRun>[]> {
  const rows: Omit<Row, keyof KnownOfRun>[] = [];
  const reasons = new Set<string>();
  const invocations = openInvocations(scope);
  for (const run of runs) {
    try {
      const { id, unknown, mayBeThere } = await invocations.idOf(run);
      if (unknown !== undefined && mayBeThere === true) reasons.add(unknown);
      rows.push({ ...run, sessionId: (id === undefined ? undefined : sessionInId(id)) ?? null });
    } catch (error) {
      // Deleted since it was listed, with its definition.
      if (!isInstance(error, ResourceNotFoundException)) throw error;
      rows.push({ ...run, sessionId: null });
    }
  }
  for (const reason of reasons) scope.context.stderr(`No session: ${visible(reason)}\n`);
  return rows;
}

function inJson({ startedAt, endedAt, ...rest }: Row, nowMs: number): object {
  const lastedMs = (endedAt?.getTime() ?? nowMs) - startedAt.getTime();
  return { ...rest, startedAt, endedAt: endedAt ?? null, lastedMs };
}

function statusText({ status, questions, item }: Row): string {
  const which = item === null ? undefined : itemWords(item);
  return [status, waitsText(questions ?? []), which].filter((part) => part !== undefined).join(', ');
}

function textOf(rows: readonly Row[], nowMs: number, hasSessions: boolean): string {
  if (rows.length === 0) return 'No runs.\n';
  const columns = ['run', 'definition', 'status', 'started', 'lasted', ...(hasSessions ? ['session'] : [])];
  return textTable(
    columns,
    rows.map((row) => [
      ...[row.workflowRunId, row.definitionName, statusText(row)],
      ...[timeText(row.startedAt), lastedText(row, nowMs)],
      ...(hasSessions ? [row.sessionId ?? '-'] : []),
    ]),
  );
}
