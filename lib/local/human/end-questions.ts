import { reasonForPeople } from '../../contract/stopped-run.ts';
import type { Question } from '../../desk/index.ts';
import { questionStatus } from '../../desk/rules/question-status.ts';
import type { StoreChange } from '../nova-act/records.ts';
import { isEnded } from '../nova-act/status-rules.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { messageWithStorage } from '../storage-problem.ts';
import type { LocalDesk } from './local-desk.ts';

/**
 * Withdraws questions of acts and runs that have ended: also those whose process is gone and could not say so, and at the start those of
 * sessions of a former local AWS. A process that nobody here has started may be killed without anybody knowing.
 *
 * @returns waits for what is under way, and ends it
 */
export function endQuestions(parts: {
  readonly store: NovaActStore;
  readonly desk: LocalDesk;
}): () => Promise<void> {
  const { store, desk } = parts;
  const { questions } = desk;
  const underWay = new Set<Promise<void>>();
  const end = (question: Question): void => {
    const reason = whyOver(store, question);
    if (reason === undefined || questionStatus(question, Date.now()) !== 'open') return;
    const withdrawing = desk.withdraw(question, reason).then(
      () => {},
      (error: unknown) => {
        const why = messageWithStorage(error, store.stateDir);
        process.emitWarning(`The question ${question.questionId} could not be withdrawn: ${why}`);
      },
    );
    underWay.add(withdrawing);
    void withdrawing.finally(() => underWay.delete(withdrawing));
  };
  const heed = ({ kind, runId, actId }: StoreChange): void => {
    if (kind !== 'run' && kind !== 'act') return;
    for (const question of questions.list())
      if (kind === 'run' ? question.workflowRunId === runId : question.actId === actId) end(question);
  };
  for (const question of questions.list()) end(question);
  // It may have ended while it was asked.
  questions.on('asked', end);
  store.on('change', heed);
  return async () => {
    questions.off('asked', end);
    store.off('change', heed);
    await Promise.all(underWay);
  };
}

/** Why nobody waits for an answer any more. Of runs that are not here, nothing is known. */
function whyOver(store: NovaActStore, { actId, workflowRunId }: Question): string | undefined {
  const over = [store.act(actId), store.run(workflowRunId)].find(
    (record) => record !== undefined && isEnded(record.status),
  );
  if (over === undefined) return undefined;
  const { message = '' } = over.error ?? {};
  if (message !== '') return reasonForPeople(message);
  return `Its ${'actId' in over ? 'act' : 'run'} has ended (${over.status}).`;
}
