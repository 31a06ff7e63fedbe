import { nameOf } from '../core/errors.ts';

/**
 * True for an error of `InvokeAgentRuntime` after which the workflow certainly was not started, so that the call may be made
 * again: there was no room for it.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html
 */
export function isNotStarted(error: unknown): boolean {
  return NAMES.has(nameOf(error));
}

const NAMES: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'ServiceQuotaExceededException',
  'RetryableConflictException',
]);
