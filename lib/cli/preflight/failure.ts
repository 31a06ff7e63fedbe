import { isIdentityError } from '../../contract/identity-errors.ts';
import { UNSERVED_START } from '../../contract/unserved.ts';
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
import { SIGN_IN } from '../credentials-help.ts';
import type { CommandFailure } from '../envelope.ts';
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
    const error = {
      code: 'Interrupted',
      source: 'user',
      message: 'Interrupted. Nothing was changed.',
    } as const;
    return { error: { ...error, retryable: true, help: null }, exitCode: EXIT.interrupted };
  }
  const facts = factsOf(error);
  const { name } = facts;
  if (isExplained(error)) {
    const help = error.fix ?? null;
    return { ...misconfigured(name, facts.message, { help }), exitCode: error.exitCode };
  }
  if (isIdentityError(error)) return misconfigured(name, identityMessage(facts, SIGN_IN), { help: SIGN_IN });
  if (isAccessDenied(facts)) {
    return misconfigured(name, `${sentence(facts.message)} ${PERMISSIONS}`, { help: PERMISSIONS });
  }
  if (neverConnected(facts)) {
    const message = connectionMessage(facts, { ...context, start: 'Start what should answer there' });
    return misconfigured(facts.code ?? name, message, { source: 'client', retryable: true });
  }
  if (facts.message.startsWith(UNSERVED_START)) {
    return misconfigured(
      name,
      `${context.endpoint} is local AWS, which has no CloudFormation: there are no stacks to compare with. ${TO_AWS}`,
      { help: TO_AWS },
    );
  }
  const message =
    facts.status === undefined
      ? `${connectionLost(facts) ? 'The connection was lost' : 'Unexpected error'}: ${sentence(facts.message)}`
      : statusMessage(facts);
  return {
    error: {
      code: facts.code ?? name,
      source: facts.status === undefined ? 'client' : 'service',
      message: `${message} Nothing was changed: try again.`,
      // It only reads.
      retryable: true,
      help: null,
    },
    exitCode: EXIT.failure,
  };
}

/** What a preflight that could not be made says. */
export interface PreflightFailure {
  readonly error: CommandFailure;
  readonly exitCode: ExitCode;
}

const PERMISSIONS =
  'The preflight needs cloudformation:ListStacks, DescribeStacks, GetTemplate and ListImports on all stacks.';

const TO_AWS =
  'Unset AWS_ENDPOINT_URL and the credentials of local AWS to compare with AWS, or name another with AWS_ENDPOINT_URL_CLOUDFORMATION.';

function misconfigured(code: string, message: string, more: Partial<CommandFailure> = {}): PreflightFailure {
  return {
    error: { code, source: 'user', message, retryable: false, help: null, ...more },
    exitCode: EXIT.usage,
  };
}
