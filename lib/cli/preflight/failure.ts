import { isIdentityError } from '../../contract/identity-errors.ts';
import { UNSERVED_START } from '../../contract/unserved.ts';
import { EXIT, type ExitCode, ExplainedError } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import {
  connectionMessage,
  identityMessage,
  isAccessDenied,
  neverConnected,
  sentence,
  statusMessage,
} from '../aws-failure.ts';
import { factsOf } from '../error-facts.ts';

/** Why nothing could be compared, as the user is told. Pure. */
export function describePreflightFailure(
  error: unknown,
  context: {
    /** The configured endpoint of CloudFormation. */
    readonly endpoint: string | undefined;
    readonly isInterrupted: boolean;
  },
): PreflightFailure {
  if (context.isInterrupted) {
    return { message: 'Interrupted. Nothing was changed.', exitCode: EXIT.interrupted };
  }
  const facts = factsOf(error);
  if (isInstance(error, ExplainedError)) return { message: facts.message, exitCode: error.exitCode };
  if (isIdentityError(error)) return misconfigured(identityMessage(facts));
  if (isAccessDenied(facts)) return misconfigured(`${sentence(facts.message)} ${PERMISSIONS}`);
  if (neverConnected(facts)) {
    return misconfigured(connectionMessage(facts, { ...context, start: 'Start what should answer there' }));
  }
  if (facts.message.startsWith(UNSERVED_START)) {
    return misconfigured(
      `${context.endpoint} is local AWS, which has no CloudFormation: there are no stacks to compare with. ${TO_AWS}`,
    );
  }
  const message =
    facts.status === undefined
      ? `${facts.code === undefined ? 'Unexpected error' : 'The connection was lost'}: ${sentence(facts.message)}`
      : statusMessage(facts);
  return { message: `${message} Nothing was changed: try again.`, exitCode: EXIT.failure };
}

/** What a preflight that could not be made says. */
export interface PreflightFailure {
  readonly message: string;
  readonly exitCode: ExitCode;
}

const PERMISSIONS =
  'The preflight needs cloudformation:ListStacks, DescribeStacks, GetTemplate and ListImports on all stacks.';

const TO_AWS =
  'Unset AWS_ENDPOINT_URL and the credentials of local AWS to compare with AWS, or name another with AWS_ENDPOINT_URL_CLOUDFORMATION.';

function misconfigured(message: string): PreflightFailure {
  return { message, exitCode: EXIT.usage };
}
