import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type BedrockAgentCoreClient, StopRuntimeSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import {
  type BedrockAgentCoreControlClient,
  GetAgentRuntimeEndpointCommand,
  type GetAgentRuntimeEndpointCommandOutput,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { DEFAULT_ENDPOINT_NAME } from '../../catalog/names.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { cut } from '../../core/thrown.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';
import { callAsTool } from './call-as-tool.ts';
import { type CallOutcome, callWorkflow, isNotYet } from './call-workflow.ts';
import { persistently } from './persistently.ts';

/**
 * Calls a version of a runtime, once, and returns when its workflow has succeeded. No call names a version: it goes to the
 * endpoint DEFAULT, which has the newest. That this is the version in question is looked up before and after; versions only
 * go up, so it was in between.
 *
 * @throws Error when the version was not seen to work: why, and where to look
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agent-runtime-versioning.html
 */
export async function verifyVersion(wanted: VersionToVerify): Promise<void> {
  const { runtimeId, runtimeArn, version, payload, deadlineMs, services, pace } = wanted;
  const sessionId = randomUUID();
  await waitForVersion(wanted);
  console.log(`Version ${version} of ${runtimeId} is called, in session ${sessionId}.`);
  const call = wanted.protocol === 'MCP' ? callAsTool : callWorkflow;
  const outcome = await call({
    client: services.runtimes,
    runtimeArn,
    sessionId,
    payload,
    timeoutMs: Math.max(1, Math.min(wanted.timeoutMs, deadlineMs - Date.now())),
    pausesMs: pace.pausesMs,
  });
  const failed = (reason: string): Error =>
    new Error(describeFailure({ wanted, sessionId, outcome, reason }));
  if (outcome.failure !== undefined) {
    const aftermath = outcome.mayGoOn ? ` ${await stopSession(wanted, sessionId)}` : '';
    throw failed(`${cut(withoutCredentials(outcome.failure), MAX_FAILURE_LENGTH)}${aftermath}`);
  }
  const { liveVersion } = await defaultEndpoint(wanted);
  if (liveVersion === version) return;
  throw failed(
    `The endpoint ${DEFAULT_ENDPOINT_NAME} went to version ${liveVersion} meanwhile, so that it is not known which one answered.`,
  );
}

/** A version, and how it is called. */
export interface VersionToVerify {
  readonly runtimeId: string;
  readonly runtimeArn: string;
  readonly version: string;
  /** What it speaks. @default HTTP */
  readonly protocol?: string | undefined;
  /** JSON. */
  readonly payload: string;
  /** Where the program of the version writes. */
  readonly logGroupName: string;
  /** How long the call may take. */
  readonly timeoutMs: number;
  /** When the call ends in any case, as Unix time in milliseconds. */
  readonly deadlineMs: number;
  readonly services: {
    readonly control: BedrockAgentCoreControlClient;
    readonly runtimes: BedrockAgentCoreClient;
  };
  readonly pace: VerificationPace;
}

/** How often is asked, and how long is waited. */
export interface VerificationPace {
  /** Between two looks at the endpoint. */
  readonly pollMs: number;
  /** How long the endpoint may take to get the version. */
  readonly readyMs: number;
  /** Before calls that were refused are made again. @default - half a minute in sum */
  readonly pausesMs?: readonly number[] | undefined;
}

/** With what stands around it, it is shorter than the longest reason that CloudFormation takes. */
const MAX_FAILURE_LENGTH = 300;
/** Of more runs the first ones say enough. */
const MAX_RUNS = 3;
const STOPPING_MS = 10_000;

async function waitForVersion(wanted: VersionToVerify): Promise<void> {
  const { runtimeId, version, pace } = wanted;
  const giveUpMs = Date.now() + pace.readyMs;
  for (;;) {
    const { liveVersion = 'none', status = 'unknown', failureReason = '' } = await defaultEndpoint(wanted);
    if (liveVersion === version && status === 'READY') return;
    const isPast = Number(liveVersion) > Number(version);
    if (isPast || status.endsWith('_FAILED') || Date.now() >= giveUpMs) {
      const why = isPast ? 'Somebody else has changed the runtime: deploy again.' : failureReason;
      throw new Error(
        `Version ${version} of ${runtimeId} was not called: the endpoint ${DEFAULT_ENDPOINT_NAME} has version ${liveVersion} and is ${status}. ${why}`.trim(),
      );
    }
    await pause(pace.pollMs);
  }
}

async function defaultEndpoint({
  services,
  runtimeId,
  pace,
}: VersionToVerify): Promise<GetAgentRuntimeEndpointCommandOutput> {
  const command = new GetAgentRuntimeEndpointCommand({
    agentRuntimeId: runtimeId,
    endpointName: DEFAULT_ENDPOINT_NAME,
  });
  return await persistently({
    work: () => services.control.send(command),
    passes: isNotYet,
    pausesMs: pace.pausesMs,
  });
}

async function stopSession(
  { services, runtimeArn }: VersionToVerify,
  runtimeSessionId: string,
): Promise<string> {
  try {
    await services.runtimes.send(
      new StopRuntimeSessionCommand({
        agentRuntimeArn: runtimeArn,
        qualifier: DEFAULT_ENDPOINT_NAME,
        runtimeSessionId,
      }),
      { abortSignal: AbortSignal.timeout(STOPPING_MS) },
    );
    return 'Its session was stopped.';
  } catch (error) {
    return `Its session could not be stopped and may be running (${nameOf(error)}: ${cut(messageOf(error), 100)}).`;
  }
}

function describeFailure(options: {
  readonly wanted: VersionToVerify;
  readonly sessionId: string;
  readonly outcome: CallOutcome;
  readonly reason: string;
}): string {
  const { wanted, sessionId, outcome, reason } = options;
  const runs = outcome.runIds.length === 0 ? 'none known' : outcome.runIds.slice(0, MAX_RUNS).join(', ');
  return (
    `Version ${wanted.version} of ${wanted.runtimeId} was called before callers get it, and was not seen to work. ${reason} ` +
    `(workflow run: ${runs}; session: ${sessionId}; request: ${outcome.requestId ?? 'unknown'}; log group: ${wanted.logGroupName})`
  );
}
