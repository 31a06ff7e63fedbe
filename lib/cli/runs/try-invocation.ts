import { isInstance } from '../../core/thrown.ts';
import { NovaActServiceException } from '../../service/index.ts';
import { explainError } from '../explain-error.ts';
import type { KnownRun, RunInvocation, RunInvocations } from './open-invocations.ts';
import type { RunScope } from './run-scope.ts';

/**
 * The invocation of a run, or why it cannot be read: who may look at runs need not be allowed to read the bucket.
 *
 * @throws when the service of the run itself fails, and after Ctrl-C
 */
export async function tryInvocation(
  run: KnownRun,
  invocations: RunInvocations,
  { call, context }: Pick<RunScope, 'call' | 'context'>,
): Promise<TriedInvocation> {
  try {
    return { invocation: await invocations.of(run) };
  } catch (error) {
    if (call.abortSignal.aborted || isInstance(error, NovaActServiceException)) throw error;
    const { message } = explainError(error, context).failure;
    return { unreadable: `What the artifact bucket has of it could not be read: ${message}` };
  }
}

/** What came of it. */
export interface TriedInvocation {
  readonly invocation?: RunInvocation | undefined;
  readonly unreadable?: string | undefined;
}
