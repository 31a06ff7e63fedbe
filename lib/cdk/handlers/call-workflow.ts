import { addAbortSignal, Readable } from 'node:stream';
import {
  type BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  type InvokeAgentRuntimeCommandOutput,
} from '@aws-sdk/client-bedrock-agentcore';
import { DEFAULT_ENDPOINT_NAME } from '../../catalog/names.ts';
import { EventReader } from '../../contract/event-reader.ts';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import { isNotStarted } from '../../contract/not-started.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { memberOf, stringMember } from '../../core/thrown.ts';
import { persistently } from './persistently.ts';

/**
 * Calls the workflow of a runtime by its endpoint DEFAULT and judges the answer. Success is one thing only: events of a host of
 * this project, the last of which has the result. It is called again only after what certainly did not start it.
 */
export async function callWorkflow(call: WorkflowCall): Promise<CallOutcome> {
  const { client, timeoutMs } = call;
  const limit = AbortSignal.timeout(timeoutMs);
  const command = new InvokeAgentRuntimeCommand({
    agentRuntimeArn: call.runtimeArn,
    qualifier: DEFAULT_ENDPOINT_NAME,
    runtimeSessionId: call.sessionId,
    contentType: 'application/json',
    accept: EVENT_STREAM_TYPE,
    payload: Buffer.from(call.payload),
  });
  const runIds = new Set<string>();
  let requestId: string | undefined;
  const ended = (failure?: string, mayGoOn = false): CallOutcome => ({
    failure,
    mayGoOn,
    runIds: [...runIds],
    requestId,
  });
  try {
    const output = await persistently({
      work: () => client.send(command, { abortSignal: limit }),
      passes: isNotYet,
      pausesMs: call.pausesMs,
    });
    requestId = output.$metadata.requestId;
    const events = await readEvents(output, { limit, runIds });
    if (events === undefined || events.origin === 'foreign')
      return ended(
        `The runtime answered with ${output.contentType}, and not as a host of this project does: whether its workflow succeeded is not known.`,
        true,
      );
    const end = events.end();
    if (events.unclear !== undefined)
      return ended(`${events.unclear} Whether the workflow succeeded is not known.`, true);
    if (end === undefined)
      return ended('The events broke off before the result: what became of the run is not known.', true);
    return 'error' in end ? ended(`The workflow failed: ${describe(end.error)}`) : ended();
  } catch (error) {
    requestId ??= stringMember(memberOf(error, '$metadata'), 'requestId');
    if (limit.aborted)
      return ended(`The workflow was not done after ${Math.round(timeoutMs / 1000)} s.`, true);
    // What is refused does not run; a RuntimeClientError has what the container answered.
    const status = Number(memberOf(memberOf(error, '$metadata'), 'httpStatusCode'));
    return ended(describe(error), !(status >= 400 && status < 500));
  }
}

/** A call of a workflow. */
export interface WorkflowCall {
  /** Makes one attempt. */
  readonly client: BedrockAgentCoreClient;
  readonly runtimeArn: string;
  readonly sessionId: string;
  /** JSON. */
  readonly payload: string;
  readonly timeoutMs: number;
  /** Before it is made again. */
  readonly pausesMs: readonly number[] | undefined;
}

/** What came of a call. */
export interface CallOutcome {
  /** Why it was no success; absent when the workflow has succeeded. */
  readonly failure: string | undefined;
  /** Whether the workflow may still be running. */
  readonly mayGoOn: boolean;
  /** The workflow runs that it told of. */
  readonly runIds: readonly string[];
  readonly requestId: string | undefined;
}

/**
 * True for what certainly did nothing and passes: no room, and what a service does not know yet of a runtime and of
 * permissions that are as new as this deployment.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export function isNotYet(error: unknown): boolean {
  return isNotStarted(error) || NOT_YET_KNOWN.has(nameOf(error));
}

const NOT_YET_KNOWN: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ResourceNotFoundException',
]);

async function readEvents(
  { response, contentType }: InvokeAgentRuntimeCommandOutput,
  options: { readonly limit: AbortSignal; readonly runIds: Set<string> },
): Promise<EventReader | undefined> {
  if (!contentType?.toLowerCase().startsWith(EVENT_STREAM_TYPE) || !(response instanceof Readable))
    return undefined;
  const events = new EventReader({
    onProgress: (event) => {
      if (event.type === 'run') options.runIds.add(event.workflowRunId);
    },
  });
  addAbortSignal(options.limit, response);
  for await (const chunk of response) events.read(chunk);
  return events;
}

/** Name and message of what a host says of an error, or of one that was thrown. */
function describe(error: unknown): string {
  return `${nameOf(error)}: ${messageOf(error)}`;
}
