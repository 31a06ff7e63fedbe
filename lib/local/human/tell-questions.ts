import type { GivenAnswer, QuestionStatus } from '../../contract/question.ts';
import type { Question } from '../../desk/index.ts';
import { questionStatus } from '../../desk/rules/question-status.ts';
import type { QuestionFiles } from './question-files.ts';

/**
 * Tells of each question when it is asked, and once more when it has ended in whatever way. That its time has passed nobody says but the
 * clock, which is looked at here.
 *
 * @returns ends it
 */
export function tellQuestions(
  questions: Pick<QuestionFiles, 'on' | 'off' | 'read'>,
  tell: (question: AskedQuestionNews) => void,
): () => void {
  /** Those that wait, with what looks at the clock. */
  const timers = new Map<string, NodeJS.Timeout>();
  const asked = (question: Question): void => {
    tell(newsOf(question, 'open'));
    wait(question);
  };
  const wait = (question: Question): void => {
    const { questionId, expiresAt } = question;
    const look = async (): Promise<void> => {
      const now = await questions.read(question);
      if (now === undefined) timers.delete(questionId);
      else if (timers.has(questionId)) changed(now);
    };
    // It reads what is in memory.
    const timer = setTimeout(() => void look(), Math.max(1, expiresAt - Date.now())).unref();
    timers.set(questionId, timer);
  };
  const changed = (question: Question): void => {
    const { questionId } = question;
    const timer = timers.get(questionId);
    if (timer === undefined) return;
    clearTimeout(timer);
    const status = questionStatus(question, Date.now());
    if (status === 'open') {
      wait(question);
      return;
    }
    timers.delete(questionId);
    tell(newsOf(question, status));
  };
  questions.on('asked', asked).on('change', changed);
  return () => {
    questions.off('asked', asked).off('change', changed);
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  };
}

/** What is told of a question: nothing that it says, and no way to answer it. */
export interface AskedQuestionNews
  extends Pick<Question, 'definitionName' | 'questionId' | 'kind' | 'workflowRunId' | 'expiresAt'> {
  /** `open` when it is asked; how it has ended later. */
  readonly status: QuestionStatus;
  readonly answer?: GivenAnswer | undefined;
  /** Why nobody waits for the answer any more. */
  readonly withdrawnBecause?: string | undefined;
}

function newsOf(question: Question, status: QuestionStatus): AskedQuestionNews {
  const { definitionName, questionId, kind, workflowRunId, expiresAt, answer, withdrawn } = question;
  return {
    ...{ definitionName, questionId, kind, workflowRunId, expiresAt, status },
    ...(answer && { answer }),
    ...(withdrawn && { withdrawnBecause: withdrawn.reason }),
  };
}
