import { messageOf } from '../../core/errors.ts';
import { UpdateActCommand } from '../../service/index.ts';
import type { ReportedAct } from '../act/reported-act.ts';
import type { Workflow } from '../run/workflow.ts';
import { toSdkError } from '../service-errors.ts';

/**
 * Tells the service that an act waits for a person, or goes on. A service that does not take it is not told again in this run.
 *
 * @returns whether the service took it
 */
export async function reportPending(
  act: {
    readonly workflow: Workflow;
    readonly path: ReportedAct['path'];
    /** Aborted when the act ends. */
    readonly signal: AbortSignal;
  },
  status: 'PENDING_HUMAN_ACTION' | 'RUNNING',
): Promise<boolean> {
  const { workflow, path, signal } = act;
  if (refusing.has(workflow)) return false;
  // A person must not wait long for a nicety.
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(REPORT_TIMEOUT_MS)]);
  try {
    await workflow.client.send(new UpdateActCommand({ ...path, status }), { abortSignal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    refusing.add(workflow);
    workflow.notice(
      `The service did not take the status ${status} of an act (human.reportsPending), and is not told again: ${messageOf(toSdkError(error))}`,
    );
    return false;
  }
}

/** Runs whose service refused. */
const refusing = new WeakSet<Workflow>();

const REPORT_TIMEOUT_MS = 2_000;
