import { isIdentityError } from '../../contract/identity-errors.ts';
import { EXIT, type ExitCode, ExplainedError } from '../../core/errors.ts';
import { type ErrorFacts, factsOf } from '../error-facts.ts';
import { parseWorkflowError } from './workflow-error.ts';

/** Why an invocation has no result, as the user is told. */
export interface InvokeFailure {
  readonly type:
    | 'misconfigured'
    | 'workflowFailed'
    | 'serviceFailed'
    | 'connectionLost'
    | 'unexpected'
    | 'timedOut'
    | 'interrupted';
  readonly message: string;
  /** The name of the workflow's or the service's error. */
  readonly name?: string | undefined;
  /** The JSON that a failed workflow answered with. */
  readonly detail?: unknown;
  readonly exitCode: ExitCode;
}

/** Where the command was when it failed. */
export interface FailureContext {
  /** What was being done: finding the runtime, or running it. */
  readonly phase: 'lookup' | 'invoke';
  /** The configured endpoint of the service that was spoken to. */
  readonly endpoint: string | undefined;
  readonly runtimeArn: string | undefined;
  /** The command that starts local AWS. */
  readonly startLocalAws: string;
}

const NOT_STARTED = ['ThrottlingException', 'ServiceQuotaExceededException', 'RetryableConflictException'];
const STILL_RUNNING = 'The run may still be going on, so the request was not sent again.';

/** Says what an error means to the user, and which exit code it has. Pure. */
export function describeFailure(error: unknown, context: FailureContext): InvokeFailure {
  const facts = factsOf(error);
  const { name, message, code, status } = facts;
  if (error instanceof ExplainedError) return misconfigured(message);
  if (isIdentityError(error)) return misconfigured(identityMessage(facts), name);
  if (name === 'AccessDeniedException' || name === 'AccessDenied') {
    return misconfigured(`${sentence(message)} ${permission(context)}`, name);
  }
  if (neverConnected(facts)) {
    return misconfigured(connectionMessage(facts, context), name);
  }
  if (name === 'ResourceNotFoundException') {
    return misconfigured(
      `${sentence(message)} Check the runtime ARN${addition(message, context.runtimeArn)}, the endpoint (--qualifier) and the account.`,
      name,
    );
  }
  if (name === 'ValidationException' || name === 'ValidationError') return misconfigured(message, name);
  if (name === 'RuntimeClientError') {
    const { message: said, name: errorName, detail } = parseWorkflowError(message);
    return { type: 'workflowFailed', message: said, name: errorName ?? name, detail, exitCode: EXIT.failure };
  }
  if (NOT_STARTED.includes(name)) {
    return serviceFailed(`${sentence(message)} The workflow was not started: try again later.`, name);
  }
  if (status !== undefined) return serviceFailed(statusMessage(facts, context), name);
  const aftermath = context.phase === 'invoke' ? ` ${STILL_RUNNING}` : '';
  const lost = code !== undefined;
  return {
    type: lost ? 'connectionLost' : 'unexpected',
    message: `${lost ? 'The connection was lost' : 'Unexpected error'}: ${sentence(message)}${aftermath}`,
    name,
    exitCode: EXIT.failure,
  };
}

/** The client's own time limit is over. */
export function timedOut(options: { readonly timeoutMs: number; readonly sessionId: string }): InvokeFailure {
  const { timeoutMs, sessionId } = options;
  return {
    type: 'timedOut',
    message: `No answer within ${timeoutMs / 1000} s (--timeout-s). ${STILL_RUNNING} Its session is ${sessionId}.`,
    exitCode: EXIT.failure,
  };
}

/** The user pressed Ctrl-C. */
export function interrupted(outcome: string): InvokeFailure {
  return { type: 'interrupted', message: `Interrupted. ${outcome}`, exitCode: EXIT.interrupted };
}

/** True when no request can have reached the service: it was not found, refused, or did not pick up. */
function neverConnected({ name, code, systemCall, status }: ErrorFacts): boolean {
  if (systemCall === 'connect' || systemCall === 'getaddrinfo' || code?.startsWith('ERR_TLS')) return true;
  // The SDK also calls a lost connection a TimeoutError, but that one keeps the code of the system error.
  return name === 'TimeoutError' && code === undefined && status === undefined;
}

function misconfigured(message: string, name?: string): InvokeFailure {
  return { type: 'misconfigured', message, name, exitCode: EXIT.usage };
}

function serviceFailed(message: string, name: string): InvokeFailure {
  return { type: 'serviceFailed', message, name, exitCode: EXIT.failure };
}

function identityMessage({ name, message }: ErrorFacts): string {
  const problem =
    name === 'CredentialsProviderError' ? 'No usable AWS credentials' : 'AWS refused the credentials';
  return `${problem}: ${sentence(message)} Sign in (for example "aws sso login"), name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. For local AWS, export what it printed when it started.`;
}

function permission({ phase, runtimeArn }: FailureContext): string {
  return phase === 'lookup'
    ? 'Finding the runtime needs cloudformation:DescribeStacks; without it, use --outputs-file or the ARN.'
    : `Invoking needs bedrock-agentcore:InvokeAgentRuntime on ${runtimeArn ?? 'the runtime'} and its endpoint.`;
}

function connectionMessage({ message }: ErrorFacts, { endpoint, startLocalAws }: FailureContext): string {
  const place = endpoint === undefined ? 'AWS' : endpoint;
  const fix =
    endpoint === undefined
      ? 'Check the network, the proxy and the region.'
      : `Start local AWS with "${startLocalAws}", or correct the AWS_ENDPOINT_URL variables.`;
  return `Cannot connect to ${place}: ${sentence(message)} ${fix}`;
}

function statusMessage({ message, status, requestId }: ErrorFacts, { phase }: FailureContext): string {
  const said = /deserialization|^unknown/i.test(message) ? '' : ` ${sentence(message)}`;
  const id = requestId === undefined ? '' : ` Request id ${requestId}.`;
  return `The service failed (HTTP ${status}).${said}${id}${phase === 'invoke' ? ` ${STILL_RUNNING}` : ''}`;
}

/** What a message does not say already. */
function addition(message: string, text: string | undefined): string {
  return text === undefined || message.includes(text) ? '' : ` ${text}`;
}

function sentence(text: string): string {
  const line = text.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
