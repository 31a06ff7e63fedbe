import type { ErrorSource } from '../../contract/error-source.ts';
import { isRecord } from '../../core/is-record.ts';
import type { CommandFailure } from '../envelope.ts';
import type { InvokeFailure } from './failure.ts';

/** Why an invocation has no result, as programs are told. A failed workflow is for its author to mend, who is the user here. */
export function commandFailureOf(failure: InvokeFailure): CommandFailure {
  const { type, name, message, source, retryable = false, help = null } = failure;
  const [code, usual] = OF_TYPE[type];
  return { code: name ?? code, source: source ?? usual, message, retryable, help };
}

/** Whether a workflow says of its own error that another invocation may work. */
export function saysRetryable(answer: unknown): boolean {
  const error = isRecord(answer) ? answer.error : undefined;
  return isRecord(error) && error.retryable === true;
}

/** The code where an error has no name, and who can mend it unless more is known. */
const OF_TYPE: Readonly<Record<InvokeFailure['type'], readonly [code: string, source: ErrorSource]>> = {
  misconfigured: ['UsageError', 'user'],
  workflowFailed: ['WorkflowFailed', 'user'],
  serviceFailed: ['ServiceFailed', 'service'],
  connectionLost: ['ConnectionLost', 'client'],
  unexpected: ['Error', 'client'],
  timedOut: ['TimedOut', 'client'],
  interrupted: ['Interrupted', 'user'],
};
