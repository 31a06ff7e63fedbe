import { answerIn, type QuestionNews } from '../../contract/terminal-question.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { abortable, deferred } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import type { HumanRequest } from './human-request.ts';

/**
 * Has the command that has started this process ask on its terminal.
 *
 * @throws the signal's reason when it is aborted; Error with what the command says when it cannot
 */
export async function askByCommand(request: HumanRequest): Promise<boolean> {
  const { requestId, signal } = request;
  const answered = deferred<boolean>();
  const hear = (message: unknown): void => {
    const answer = answerIn(message, requestId);
    if (typeof answer === 'string') answered.reject(new Error(answer));
    else if (answer !== undefined) answered.resolve(answer);
  };
  process.on('message', hear);
  try {
    signal.throwIfAborted();
    const { kind, message, url, definitionName, workflowRunId, sessionId, expiresAt } = request;
    const ids = { requestId, definitionName, workflowRunId, sessionId };
    tell({ type: 'nova-act-ask', request: { ...ids, kind, message, url, expiresAt } });
    return await abortable(answered.promise, signal);
  } catch (error) {
    tell({ type: 'nova-act-withdraw', requestId, reason: messageOf(error) });
    throw error;
  } finally {
    process.off('message', hear);
  }
}

/** Whether a command with a terminal has started this very process: what a workflow starts has the variable, too. */
export function canAskByCommand(): boolean {
  return process.connected === true && process.env[VARIABLE.terminal] === String(process.ppid);
}

/** A command that is gone ends this process. */
function tell(news: QuestionNews): void {
  process.send?.(news, undefined, undefined, () => {});
}
