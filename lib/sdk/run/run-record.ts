import { randomUUID } from 'node:crypto';
import { missingDefinition } from '../../contract/missing-definition.ts';
import { COMPATIBILITY_VERSION } from '../../contract/protocol.ts';
import { messageOf } from '../../core/errors.ts';
import { PACKAGE_VERSION } from '../../core/package.ts';
import { createdId } from '../../service/created-id.ts';
import {
  ConflictException,
  CreateWorkflowDefinitionCommand,
  CreateWorkflowRunCommand,
  GetWorkflowRunCommand,
  type NovaActClient,
  ResourceNotFoundException,
  UpdateWorkflowRunCommand,
} from '../../service/index.ts';
import { type RepeatOptions, repeatCall } from '../../service/repeat-call.ts';
import type { Patience } from '../../service/repeat-policy.ts';
import { ActCanceledError, AuthError, StartFailed } from '../errors.ts';
import { reportEnd } from '../report-end.ts';
import { rethrowAsSdkError, toSdkError } from '../service-errors.ts';

/**
 * Creates a run at the service. @returns its id
 * @throws StartFailed, AuthError, or ActCanceledError when `signal` is aborted.
 */
export async function createRun(
  client: NovaActClient,
  run: {
    readonly definitionName: string;
    readonly modelId: string;
    readonly logGroupName: string | undefined;
    /** Makes the definition if the service does not have it. */
    readonly createMissing: boolean;
    readonly signal: AbortSignal;
    readonly onRepeat: RepeatOptions['onRepeat'];
  },
): Promise<string> {
  const { definitionName, modelId, logGroupName, createMissing, signal, onRepeat } = run;
  const command = new CreateWorkflowRunCommand({
    workflowDefinitionName: definitionName,
    modelId,
    logGroupName,
    clientInfo: { compatibilityVersion: COMPATIBILITY_VERSION, sdkVersion: PACKAGE_VERSION },
    // By its token a request that is sent again makes no second run.
    clientToken: randomUUID(),
  });
  try {
    const options = { patience: CREATION_PATIENCE, signal, graceMs: CREATION_GRACE_MS, onRepeat };
    const create = () => repeatCall(client, command, options);
    const answer = await create().catch(async (error: unknown) => {
      if (!createMissing || !(error instanceof ResourceNotFoundException)) throw error;
      await client.send(new CreateWorkflowDefinitionCommand({ name: definitionName }));
      return await create();
    });
    return createdId(answer, 'workflowRunId', 'CreateWorkflowRun');
  } catch (error) {
    throw signal.aborted ? canceledRun(signal) : startFailure(definitionName, error);
  }
}

/** A wrong address is said soon; it is the first that a workflow asks of the service. */
const CREATION_PATIENCE: Patience = { throttledMs: 60_000, lostMs: 20_000, unreachableMs: 3_000 };

/** How long a creation that is under way may go on after an abort. */
export const CREATION_GRACE_MS = 2_000;

/** How a run ends. */
export type RunOutcome = 'SUCCEEDED' | 'FAILED';

/**
 * Tells the service how a run ended. @returns how it has ended there: whoever ended it before may have said otherwise
 * @throws NovaActError when the service could not be told, so that the run may be RUNNING for ever
 */
export async function reportRun(
  client: NovaActClient,
  run: {
    readonly definitionName: string;
    readonly runId: string;
    readonly status: RunOutcome;
    /** Aborted when the process is ending. */
    readonly ending: AbortSignal;
    readonly onRepeat: NonNullable<RepeatOptions['onRepeat']>;
  },
): Promise<RunOutcome> {
  const { definitionName: workflowDefinitionName, runId: workflowRunId, status, ending, onRepeat } = run;
  const key = { workflowDefinitionName, workflowRunId };
  const command = new UpdateWorkflowRunCommand({ ...key, status });
  try {
    const send = (options: RepeatOptions) => repeatCall(client, command, options);
    await reportEnd({ ...REPORT_BUDGETS, ending, send, onRepeat });
    return status;
  } catch (error) {
    if (!(error instanceof ConflictException)) rethrowAsSdkError(error);
    const look = new GetWorkflowRunCommand(key);
    const abortSignal = AbortSignal.timeout(REPORT_BUDGETS.endingBudgetMs);
    // A role of a workflow need not be allowed to ask; then the conflict is all that is known.
    const found = await client.send(look, { abortSignal }).catch(() => undefined);
    if (found?.status === status) return status;
    if (found?.status === 'FAILED' || found?.status === 'TIMED_OUT') return 'FAILED';
    return rethrowAsSdkError(error);
  }
}

/** How long the last report of a run may take; the shorter one fits into what a host has left. */
const REPORT_BUDGETS = { budgetMs: 15_000, endingBudgetMs: 5_000 };

/** What the code that waits for a canceled run gets. */
export function canceledRun(signal: AbortSignal): ActCanceledError {
  return new ActCanceledError(`The run was canceled: ${messageOf(signal.reason)}`, { cause: signal.reason });
}

/** Why a run could not be started: the service, the way to it, or the credentials. */
export function startFailure(definitionName: string, error: unknown): StartFailed | AuthError {
  const cause = toSdkError(error);
  if (cause instanceof AuthError) return cause;
  const isMissing = 'statusCode' in cause && cause.statusCode === 404;
  const hint = isMissing
    ? ` ${missingDefinition(definitionName)} \`npx cdk deploy\` makes it on AWS, and local AWS for each workflow of the catalog.`
    : '';
  return new StartFailed(
    `The run of workflow definition "${definitionName}" could not be started: ${messageOf(cause)}${hint}`,
    { cause },
  );
}
