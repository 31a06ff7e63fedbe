import { DEFAULT_ENDPOINT_NAME, LIVE_ENDPOINT_NAME } from '../../catalog/names.ts';
import { MCP_NOT_TAKEN } from '../../contract/envelope.ts';
import { INVOCATION_NOT_FOUND } from '../../contract/error.ts';
import type { ErrorSource } from '../../contract/error-source.ts';
import { isIdentityError } from '../../contract/identity-errors.ts';
import { isNotStarted } from '../../contract/not-started.ts';
import { EXIT, type ExitCode, isExplained } from '../../core/errors.ts';
import {
  connectionLost,
  connectionMessage,
  identityMessage,
  isAccessDenied,
  neverConnected,
  sentence,
  statusMessage,
} from '../aws-failure.ts';
import { CREDENTIALS_HELP } from '../credentials-help.ts';
import { factsOf } from '../error-facts.ts';
import { callerRefused } from './caller-refused.ts';
import { saysRetryable } from './command-failure.ts';
import { isRefusalOfMcp, SpeaksMcpError, TakesPayloadsError } from './speaks-mcp.ts';
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
  /** Who can mend it. @default - as the type says: {@link commandFailureOf} */
  readonly source?: ErrorSource | undefined;
  /** Whether the same command may work later, and cannot run anything a second time. @default false */
  readonly retryable?: boolean | undefined;
  /** What to do, if the message has it as a part of its own. */
  readonly help?: string | undefined;
}

/** Where the command was when it failed. */
export interface FailureContext {
  /** What was being done: finding the runtime, running it, or asking for what was started earlier. */
  readonly phase: 'lookup' | 'invoke' | 'wait';
  /** What is said where the run may go on: {@link mayGoOn}; empty when nothing was sent. */
  readonly aftermath: string;
  /** The configured endpoint of the service that was spoken to. */
  readonly endpoint: string | undefined;
  readonly runtimeArn: string | undefined;
  /** The environment variable with the token that was shown. @default - the request was signed */
  readonly tokenVariable?: string | undefined;
  /** What to do when it is the credentials. */
  readonly credentialsHelp?: string | undefined;
  /** Nobody has said what the runtime speaks. @default false */
  readonly maySpeakMcp?: boolean | undefined;
  /** The command that starts local AWS. */
  readonly startLocalAws: string;
}

/** Says what an error means to the user, and which exit code it has. Pure. */
export function describeFailure(error: unknown, context: FailureContext): InvokeFailure {
  const facts = factsOf(error);
  const { name, message, code, status } = facts;
  if (isExplained(error)) return { ...misconfigured(message, name), help: error.fix };
  const refused = context.phase === 'lookup' ? undefined : callerRefused(error, context.tokenVariable);
  if (refused !== undefined) {
    // What was started earlier goes on without its caller.
    return misconfigured(context.phase === 'wait' ? `${refused} ${context.aftermath}` : refused, name);
  }
  if (isIdentityError(error)) {
    const { credentialsHelp: help = CREDENTIALS_HELP } = context;
    return { ...misconfigured(identityMessage(facts, help), name), help };
  }
  if (isAccessDenied(facts)) {
    return misconfigured(`${sentence(message)} ${permission(context)}`, name);
  }
  if (neverConnected(facts)) {
    const start = `Start local AWS with "${context.startLocalAws}"`;
    const said = connectionMessage(facts, { endpoint: context.endpoint, start });
    return { ...misconfigured(said, code ?? name), source: 'client', retryable: true };
  }
  if (name === 'ResourceNotFoundException') {
    return misconfigured(
      `${sentence(message)} Check the runtime ARN${addition(message, context.runtimeArn)}, the endpoint (--qualifier: "${LIVE_ENDPOINT_NAME}" unless you or the outputs of the stack say another; every runtime has "${DEFAULT_ENDPOINT_NAME}") and the account.`,
      name,
    );
  }
  if (name === 'ValidationException' || name === 'ValidationError') return misconfigured(message, name);
  if (name === 'RuntimeClientError') {
    const { message: said, name: errorName, detail } = parseWorkflowError(message);
    if (isRefusalOfMcp(detail)) return describeFailure(new SpeaksMcpError(), context);
    if (said.startsWith(MCP_NOT_TAKEN)) return describeFailure(new TakesPayloadsError(), context);
    const isByMcp = context.maySpeakMcp === true && errorName === undefined && REFUSED.test(message);
    const parts = {
      message: isByMcp ? `${sentence(said)} ${MAY_SPEAK_MCP}` : said,
      name: errorName ?? name,
      detail,
      retryable: saysRetryable(detail),
    };
    return { type: 'workflowFailed', ...parts, exitCode: EXIT.failure };
  }
  const aftermath = context.aftermath === '' ? '' : ` ${context.aftermath}`;
  if (isNotStarted(error)) {
    const then = context.phase === 'wait' ? aftermath : ' The workflow was not started: try again later.';
    return { ...serviceFailed(`${sentence(message)}${then}`, name), retryable: true };
  }
  // Another invocation would be a second run.
  const retryable = context.phase !== 'invoke';
  if (status !== undefined) {
    return {
      ...serviceFailed(`${statusMessage(facts)}${aftermath}`, name),
      retryable: retryable && status >= 500,
    };
  }
  const lost = connectionLost(facts);
  return {
    type: lost ? 'connectionLost' : 'unexpected',
    message: `${lost ? 'The connection was lost' : 'Unexpected error'}: ${sentence(message)}${aftermath}`,
    name: code ?? name,
    exitCode: EXIT.failure,
    retryable: retryable && lost,
  };
}

/** The container did not take what it was called with; the service need not say why. */
const REFUSED = /\(40[0-9]\) from runtime/;
const MAY_SPEAK_MCP = 'If the runtime speaks MCP, add --protocol MCP.';

/** How to find what may still be running: by its session, or by the command that waits for it. */
export function mayGoOn(way: { readonly sessionId: string } | { readonly waitCommand: string }): string {
  return 'waitCommand' in way
    ? `The invocation may still be going on. ${resultLater(way.waitCommand)}`
    : `The run may still be going on, so the request was not sent again. Its session is ${way.sessionId}.`;
}

/** Where the result of an invocation is to be had that goes on without this command. */
export function resultLater(waitCommand: string): string {
  return `Its result, later:\n  ${waitCommand}`;
}

/** The client's own time limit is over. */
export function timedOut(options: {
  readonly timeoutMs: number;
  readonly aftermath: string;
  readonly retryable: boolean;
}): InvokeFailure {
  const { timeoutMs, aftermath, retryable } = options;
  return {
    type: 'timedOut',
    retryable,
    message: `No answer within ${timeoutMs / 1000} s (--timeout-s). ${aftermath}`,
    exitCode: EXIT.failure,
  };
}

/** The user pressed Ctrl-C; the text says what became of the run. */
export function interrupted(message: string): InvokeFailure {
  return { type: 'interrupted', message, exitCode: EXIT.interrupted };
}

/** The question was wrong, whatever became of the invocation that was meant. */
export function noSuchInvocation(options: { readonly workflow: string; readonly id: string }): InvokeFailure {
  const { workflow, id } = options;
  return misconfigured(
    `${workflow} has no invocation ${id}. Give the workflow that it was started for, and the id as --async printed it.`,
    INVOCATION_NOT_FOUND,
  );
}

function misconfigured(message: string, name?: string): InvokeFailure {
  return { type: 'misconfigured', message, name, exitCode: EXIT.usage };
}

function serviceFailed(message: string, name: string): InvokeFailure {
  return { type: 'serviceFailed', message, name, exitCode: EXIT.failure };
}

function permission({ phase, runtimeArn }: FailureContext): string {
  return phase === 'lookup'
    ? 'Finding the runtime needs cloudformation:DescribeStacks; without it, use --outputs-file or the ARN.'
    : `Invoking needs bedrock-agentcore:InvokeAgentRuntime on ${runtimeArn ?? 'the runtime'} and its endpoint.`;
}

/** What a message does not say already. */
function addition(message: string, text: string | undefined): string {
  return text === undefined || message.includes(text) ? '' : ` ${text}`;
}
