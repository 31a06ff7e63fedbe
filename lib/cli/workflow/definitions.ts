import { isInstance } from '../../core/thrown.ts';
import {
  GetWorkflowDefinitionCommand,
  type GetWorkflowDefinitionCommandOutput,
  type NovaActClient,
  paginateListWorkflowRuns,
  ResourceNotFoundException,
} from '../../service/index.ts';

/** What Nova Act says of a definition; `undefined` when there is none of this name. */
export async function lookUpDefinition(
  client: NovaActClient,
  workflowDefinitionName: string,
  abortSignal: AbortSignal,
): Promise<Definition | undefined> {
  try {
    const command = new GetWorkflowDefinitionCommand({ workflowDefinitionName });
    const { $metadata: _, ...definition } = await client.send(command, { abortSignal });
    return definition;
  } catch (error) {
    if (isInstance(error, ResourceNotFoundException)) return undefined;
    throw error;
  }
}

/** A definition, as Nova Act describes it. */
export type Definition = Omit<GetWorkflowDefinitionCommandOutput, '$metadata'>;

/** How many runs a definition has, for people and programs; counting stops at some thousand. */
export async function countRuns(
  client: NovaActClient,
  workflowDefinitionName: string,
  abortSignal: AbortSignal,
): Promise<RunCount> {
  let total = 0;
  let running = 0;
  const pages = paginateListWorkflowRuns(
    { client, pageSize: 100 },
    { workflowDefinitionName },
    { abortSignal },
  );
  for await (const { workflowRunSummaries: runs } of pages) {
    total += runs.length;
    running += runs.filter(({ status }) => status === 'RUNNING').length;
    if (total >= MOST_COUNTED) return { total, running, isMore: true };
  }
  return { total, running, isMore: false };
}

const MOST_COUNTED = 5000;

/** What {@link countRuns} found. */
export interface RunCount {
  readonly total: number;
  readonly running: number;
  /** Whether there may be more than were counted. */
  readonly isMore: boolean;
}

/** For the middle of a sentence. */
export function describeRuns({ total, running, isMore }: RunCount): string {
  const runs = `${total}${isMore ? ' or more' : ''} run${total === 1 ? '' : 's'}`;
  return running === 0 ? runs : `${runs}, of which ${running} ${running === 1 ? 'is' : 'are'} running`;
}

/** For people: a fact on each line. */
export function describeDefinition({
  name,
  arn,
  status,
  createdAt,
  description,
  exportConfig,
}: Definition): string {
  const location =
    exportConfig === undefined
      ? 'nowhere'
      : `s3://${[exportConfig.s3BucketName, exportConfig.s3KeyPrefix].filter(Boolean).join('/')}`;
  return [
    `Name:         ${name}`,
    `Status:       ${status}`,
    `Created:      ${createdAt.toISOString()}`,
    ...(description === undefined ? [] : [`Description:  ${description}`]),
    `Exports to:   ${location}`,
    `ARN:          ${arn}`,
    '',
  ].join('\n');
}
