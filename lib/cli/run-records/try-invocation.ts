import { isInstance } from '../../core/thrown.ts';
import { NovaActServiceException } from '../../service/index.ts';
import { explainError } from '../explain-error.ts';
import type { FoundInvocation, KnownRun, RunInvocations } from './open-invocations.ts';
import type { RecordsAccess } from './records-access.ts';

/**
 * The invocation of a run, or why it cannot be read: who may look at runs need not be able to read the bucket.
 *
 * @throws when the service of the run itself fails, and after Ctrl-C
 */
export async function tryInvocation(
  run: KnownRun,
  invocations: RunInvocations,
  { call, commandLine }: Pick<RecordsAccess, 'call' | 'commandLine'>,
): Promise<FoundInvocation> {
  try {
    return await invocations.of(run);
  } catch (error) {
    if (call.abortSignal.aborted || isInstance(error, NovaActServiceException)) throw error;
    const { message } = explainError(error, { commandLine }).failure;
    return { unknown: `What the artifact bucket has of it could not be read: ${message}`, mayBeThere: true };
  }
}
