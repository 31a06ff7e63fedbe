import { COMPATIBILITY_VERSION } from '../../contract/protocol.ts';
import { messageOf } from '../../core/errors.ts';
import { PACKAGE_VERSION } from '../../core/package.ts';
import {
  CreateWorkflowRunCommand,
  type NovaActClient,
  UpdateWorkflowRunCommand,
} from '../../service/index.ts';
import { ActCanceledError, AuthError, StartFailed } from '../errors.ts';
import { rethrowAsSdkError, toSdkError } from '../service-errors.ts';
import { withPatience } from '../with-patience.ts';

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
    readonly signal: AbortSignal;
  },
): Promise<string> {
  const { definitionName, modelId, logGroupName, signal } = run;
  const command = new CreateWorkflowRunCommand({
    workflowDefinitionName: definitionName,
    modelId,
    logGroupName,
    clientInfo: { compatibilityVersion: COMPATIBILITY_VERSION, sdkVersion: PACKAGE_VERSION },
  });
  try {
    const { workflowRunId } = await withPatience(signal, (abortSignal) =>
      client.send(command, { abortSignal }),
    );
    return workflowRunId;
  } catch (error) {
    throw signal.aborted ? canceledRun(signal) : startFailure(definitionName, error);
  }
}

/** How long the last report of a run may take. */
const REPORT_TIMEOUT_MS = 15_000;

/** How a run ends. */
export type RunOutcome = 'SUCCEEDED' | 'FAILED';

/** Tells the service how a run ended. @throws NovaActError */
export async function reportRun(
  client: NovaActClient,
  run: { readonly definitionName: string; readonly runId: string; readonly status: RunOutcome },
): Promise<void> {
  const { definitionName: workflowDefinitionName, runId: workflowRunId, status } = run;
  const command = new UpdateWorkflowRunCommand({ workflowDefinitionName, workflowRunId, status });
  const abortSignal = AbortSignal.timeout(REPORT_TIMEOUT_MS);
  await client.send(command, { abortSignal }).catch(rethrowAsSdkError);
}

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
    ? ` Create the workflow definition "${definitionName}" first: \`npx cdk deploy\` makes it on AWS, and local AWS for each workflow of the catalog.`
    : '';
  return new StartFailed(
    `The run of workflow definition "${definitionName}" could not be started: ${messageOf(cause)}${hint}`,
    { cause },
  );
}
