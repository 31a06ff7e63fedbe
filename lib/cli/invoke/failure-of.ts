import { INVOCATION_NOT_FOUND } from '../../contract/error.ts';
import { isIdentityError } from '../../contract/identity-errors.ts';
import { reasonOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import type { Destination } from '../../service/destination.ts';
import type { CommandContext } from '../command-context.ts';
import { credentialsHelp } from '../credentials-help.ts';
import { waitCommand } from './async.ts';
import {
  describeFailure,
  type InvokeFailure,
  interrupted,
  mayGoOn,
  noSuchInvocation,
  resultLater,
  timedOut,
} from './failure.ts';
import { InvocationFailedError } from './invocation-failed.ts';
import { type InvokeArguments, parseTimeout } from './options.ts';
import { type RuntimeSession, stopRuntimeSession } from './runtime-session.ts';

/** Why the command ends without a result, by what was thrown and how far it had come. Ctrl-C stops a run that it waits for. */
export async function failureOf(options: {
  readonly error: unknown;
  readonly args: InvokeArguments;
  readonly context: CommandContext & { readonly projectRoot: string };
  /** Present from the moment the request was sent. */
  readonly session: RuntimeSession | undefined;
  /** Of the service that was spoken to last. */
  readonly destination: Destination | undefined;
  readonly timeLimit: AbortSignal | undefined;
}): Promise<InvokeFailure> {
  const { error, args, context, session, destination, timeLimit } = options;
  const { wait, workflow } = args;
  if (isInstance(error, InvocationFailedError)) {
    const failure = error.toFailure();
    const isUnknown = wait !== undefined && failure.name === INVOCATION_NOT_FOUND;
    return isUnknown ? noSuchInvocation({ workflow, id: wait }) : failure;
  }
  const again = wait === undefined ? undefined : waitCommand(args, wait, context.commandLine);
  if (context.interrupt.aborted) {
    if (session === undefined) return interrupted('Interrupted. Nothing was run.');
    // What runs on its own is not stopped by leaving.
    if (again !== undefined) return interrupted(`Interrupted; the invocation goes on. ${resultLater(again)}`);
    return interrupted(
      `Interrupted. ${args.async ? `The invocation may go on. Its session is ${session.sessionId}.` : await stop(session)}`,
    );
  }
  const aftermath =
    session === undefined
      ? ''
      : mayGoOn(again === undefined ? { sessionId: session.sessionId } : { waitCommand: again });
  if (session !== undefined && timeLimit?.aborted) {
    return timedOut({ timeoutMs: parseTimeout(args.timeoutS), aftermath, retryable: wait !== undefined });
  }
  const failure = describeFailure(error, {
    phase: session === undefined ? 'lookup' : wait === undefined ? 'invoke' : 'wait',
    aftermath,
    endpoint: destination?.isConfigured ? destination.url : undefined,
    runtimeArn: session?.runtimeArn,
    tokenVariable: args.bearerTokenEnv,
    maySpeakMcp: session !== undefined && session.protocol === undefined,
    credentialsHelp: isIdentityError(error)
      ? await credentialsHelp({ ...context, canBeLocal: args.local !== true })
      : undefined,
    startLocalAws: context.commandLine('dev'),
  });
  const unknownId = wait !== undefined && failure.name === INVOCATION_NOT_FOUND;
  return unknownId ? noSuchInvocation({ workflow, id: wait }) : failure;
}

async function stop(session: RuntimeSession): Promise<string> {
  try {
    await stopRuntimeSession(session);
    return `The session ${session.sessionId} was stopped.`;
  } catch (error) {
    return `The session ${session.sessionId} could not be stopped and may still be running: ${reasonOf(error)}.`;
  }
}
