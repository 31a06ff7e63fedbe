import {
  GetWorkflowDefinitionCommand,
  ListWorkflowRunsCommand,
  type OperationResponse,
  paginateListWorkflowDefinitions,
  type WorkflowDefinitionSummary,
} from '../../service/index.ts';
import { SHOWN_RECENT_RUNS } from '../../viewer/shown-recent-runs.ts';
import type { DefinitionItem } from '../../viewer/view-model.ts';
import { type ArtifactPlace, artifactPlace } from '../run-records/artifact-place.ts';
import { unlessMissing } from '../run-records/ask-for-run.ts';
import type { RecordsAccess } from '../run-records/records-access.ts';
import { runItem } from './run-item.ts';
import { Unknowns } from './unknowns.ts';

/** The workflow definitions whose runs are shown: all of the account, or those that were asked for. */
export class DefinitionsInView {
  readonly #access: RecordsAccess;
  readonly #only: readonly string[] | undefined;
  /** They cannot be changed, only made anew. */
  readonly #descriptions = new Map<string, string | undefined>();
  readonly #places = new Map<string, ArtifactPlace | undefined>();

  /** @param only names of those that were asked for. @default - all there are */
  constructor(access: RecordsAccess, only?: readonly string[] | undefined) {
    this.#access = access;
    this.#only = only;
  }

  /** Whether runs of this definition are shown at all. */
  includes(name: string): boolean {
    return this.#only?.includes(name) ?? true;
  }

  /** Newest first, and whether there are more. @throws when they cannot be listed */
  async names(): Promise<{ readonly names: readonly string[]; readonly hasMore: boolean }> {
    if (this.#only !== undefined) return { names: this.#only, hasMore: false };
    const { summaries, hasMore } = await this.#list();
    return { names: summaries.map(({ workflowDefinitionName }) => workflowDefinitionName), hasMore };
  }

  /** The one of the latest activity first. @throws when they cannot be listed, or nothing can be read of any */
  async items(): Promise<readonly DefinitionItem[]> {
    const listed =
      this.#only === undefined
        ? (await this.#list()).summaries
        : (await Promise.all(this.#only.map((name) => this.#get(name)))).filter(
            (found) => found !== undefined,
          );
    const items = await Promise.all(listed.map((summary) => this.#item(summary)));
    const activity = ({ lastRun, createdAt }: DefinitionItem): number =>
      (lastRun?.startedAt ?? createdAt).getTime();
    return items.sort((a, b) => activity(b) - activity(a));
  }

  /** @returns `undefined` when there is none of this name */
  async item(name: string): Promise<DefinitionItem | undefined> {
    const found = await this.#get(name);
    return found === undefined ? undefined : this.#item(found);
  }

  /** Where its runs leave what they leave; `undefined` when nobody says it. @throws the errors of Nova Act */
  async place(name: string): Promise<ArtifactPlace | undefined> {
    if (!this.#places.has(name)) this.#places.set(name, await artifactPlace(name, this.#access));
    return this.#places.get(name);
  }

  async #list(): Promise<{
    readonly summaries: readonly WorkflowDefinitionSummary[];
    readonly hasMore: boolean;
  }> {
    const { client, call } = this.#access;
    const summaries: WorkflowDefinitionSummary[] = [];
    const input = { sortOrder: 'Descending' } as const;
    for await (const page of paginateListWorkflowDefinitions({ client, pageSize: 100 }, input, call)) {
      summaries.push(...page.workflowDefinitionSummaries);
      if (summaries.length > MAX_DEFINITIONS)
        return { summaries: summaries.slice(0, MAX_DEFINITIONS), hasMore: true };
    }
    return { summaries, hasMore: false };
  }

  async #get(workflowDefinitionName: string): Promise<FoundDefinition | undefined> {
    if (!this.includes(workflowDefinitionName)) return undefined;
    const { client, call } = this.#access;
    const found = await unlessMissing(
      client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName }), call),
    );
    if (found === undefined) return undefined;
    this.#descriptions.set(idOf({ workflowDefinitionName, createdAt: found.createdAt }), found.description);
    return { workflowDefinitionName, status: found.status, createdAt: found.createdAt };
  }

  async #item(definition: FoundDefinition): Promise<DefinitionItem> {
    const { workflowDefinitionName, status, createdAt } = definition;
    const { client, call } = this.#access;
    const input = { workflowDefinitionName, sortOrder: 'Descending', maxResults: SHOWN_RECENT_RUNS } as const;
    const id = idOf(definition);
    // One that is deleted meanwhile, or one of others, must not keep the others back.
    const unknowns = new Unknowns(this.#access);
    const [newest] = await Promise.all([
      unknowns.ask('Runs', client.send(new ListWorkflowRunsCommand(input), call), undefined),
      this.#descriptions.has(id)
        ? undefined
        : unknowns.ask('Description', this.#get(workflowDefinitionName), undefined),
    ]);
    const recent = newest?.workflowRunSummaries;
    const last = recent?.[0];
    return {
      name: workflowDefinitionName,
      description: this.#descriptions.get(id),
      status,
      createdAt,
      runCount: undefined,
      lastRun: last && runItem(workflowDefinitionName, last),
      recentRuns: recent
        ?.toReversed()
        .map(({ workflowRunId: runId, status: state }) => ({ id: runId, status: state })),
      unknown: unknowns.texts,
    };
  }
}

/** Each is some calls, and accounts may have very many. */
export const MAX_DEFINITIONS = 100;

type FoundDefinition = Pick<WorkflowDefinitionSummary, 'workflowDefinitionName' | 'status' | 'createdAt'> &
  Partial<OperationResponse<'GetWorkflowDefinition'>>;

/** One that was deleted and made anew is another. */
function idOf(definition: Pick<FoundDefinition, 'workflowDefinitionName' | 'createdAt'>): string {
  return `${definition.workflowDefinitionName}@${definition.createdAt.getTime()}`;
}
