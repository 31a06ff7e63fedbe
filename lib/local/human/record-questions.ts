import { isDeepStrictEqual } from 'node:util';
import { HUMAN_TOOL } from '../../contract/protocol.ts';
import { memberOf } from '../../core/thrown.ts';
import type { Question } from '../../desk/index.ts';
import type { ActQuestion, ActRecord, StepRecord, StoreChange } from '../nova-act/records.ts';
import { isEnded } from '../nova-act/status-rules.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { messageWithStorage } from '../storage-problem.ts';
import type { QuestionFiles } from './question-files.ts';
import { traceQuestionOf } from './trace-question-of.ts';

/**
 * Notes what became of questions where their acts are: the desk forgets a question after a week, the record of its run must not.
 *
 * @returns ends it
 */
export function recordQuestions(parts: {
  readonly store: NovaActStore;
  readonly questions: QuestionFiles;
}): () => void {
  const { store, questions } = parts;
  const record = (actId: string): void => {
    const act = store.act(actId);
    if (act === undefined) return;
    try {
      const next = withQuestions(act, {
        asked: questions.list().filter((question) => question.actId === actId && isOf(question, act)),
        steps: () => store.steps(actId),
        nowMs: Date.now(),
      });
      if (next !== act) store.saveAct(next);
    } catch (error) {
      // What people do counts all the same.
      const why = messageWithStorage(error, store.stateDir);
      process.emitWarning(`What people answered to act ${actId} could not be noted with its run: ${why}`);
    }
  };
  const heed = ({ actId }: { readonly actId: string }): void => record(actId);
  const heedStore = ({ kind, actId, removed }: StoreChange): void => {
    if (kind === 'act' && actId !== undefined && removed !== true) record(actId);
  };
  for (const actId of new Set(questions.list().map((question) => question.actId))) record(actId);
  questions.on('change', heed);
  store.on('change', heedStore);
  return () => {
    questions.off('change', heed);
    store.off('change', heedStore);
  };
}

/** An act with those of its questions on record that are over; the same one when it has them. Pure. */
export function withQuestions(
  act: ActRecord,
  given: {
    readonly asked: readonly Question[];
    readonly steps: () => readonly StepRecord[];
    readonly nowMs: number;
  },
): ActRecord {
  const { asked, steps, nowMs } = given;
  const questions: ActQuestion[] = [...(act.questions ?? [])];
  const actHasEnded = isEnded(act.status);
  for (const question of asked) {
    const human = traceQuestionOf(question, { nowMs, actHasEnded });
    if (human === undefined) continue;
    const at = questions.findIndex((each) => each.human.request_id === human.request_id);
    const known = questions[at];
    if (known === undefined) questions.push({ ...callOf(question, steps(), questions), human });
    else questions[at] = { ...known, human };
  }
  return isDeepStrictEqual(questions, act.questions ?? []) ? act : { ...act, questions };
}

/** What a workflow says of its act could be another's. */
function isOf({ definitionName, workflowRunId, sessionId }: Question, act: ActRecord): boolean {
  return definitionName === act.definitionName && workflowRunId === act.runId && sessionId === act.sessionId;
}

/** The call that asks so, of those that have no question yet: the first of the last step before it was asked. */
function callOf(
  { kind, message, askedAt }: Question,
  steps: readonly StepRecord[],
  others: readonly ActQuestion[],
): Pick<ActQuestion, 'step' | 'callId'> {
  const step = steps.findLast(({ at }) => Date.parse(at) <= askedAt);
  const calls = step?.calls.filter(
    ({ callId, name }) =>
      name === HUMAN_TOOL[kind] &&
      !others.some((other) => other.step === step.index && other.callId === callId),
  );
  // What a terminal would obey does not reach people.
  const call = calls?.find(({ input }) => memberOf(input, 'message') === message) ?? calls?.[0];
  return step === undefined || call?.callId === undefined ? {} : { step: step.index, callId: call.callId };
}
