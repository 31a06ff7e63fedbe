import { type QuestionKey, questionLink } from '../../contract/question.ts';
import { ExplainedError } from '../../core/errors.ts';
import { visible } from '../../core/visible.ts';
import { DeskError, type Question } from '../../desk/index.ts';
import { currentHolder, questionStatus } from '../../desk/rules/question-status.ts';
import type { RunPlace } from '../../viewer/paths.ts';
import type { RunQuestion, RunQuestions } from '../../viewer/run-questions.ts';
import { HUMAN_PATH } from './human-path.ts';
import type { LocalDesk } from './local-desk.ts';

/** The questions of local AWS, as the viewer shows them: whoever looks at that may answer any of them. */
export class LocalQuestions implements RunQuestions {
  readonly #desk: LocalDesk;

  constructor(desk: LocalDesk) {
    this.#desk = desk;
  }

  async waiting(definitionName?: string): Promise<readonly RunQuestion[]> {
    return this.#list(
      (question) => definitionName === undefined || question.definitionName === definitionName,
    ).filter(({ status }) => status === 'open');
  }

  async ofRun({ definitionName, runId }: RunPlace): Promise<readonly RunQuestion[]> {
    return this.#list(
      (question) => question.workflowRunId === runId && question.definitionName === definitionName,
    );
  }

  async link(key: QuestionKey): Promise<string> {
    try {
      return questionLink(HUMAN_PATH, key, await this.#desk.mint(key));
    } catch (error) {
      if (error instanceof DeskError) throw new ExplainedError(error.message);
      throw error;
    }
  }

  /** Calls back with each change until the function that it returns is called. */
  follow(onChange: (question: Question) => void): () => void {
    this.#desk.questions.on('change', onChange);
    return () => this.#desk.questions.off('change', onChange);
  }

  #list(isMeant: (question: Question) => boolean): readonly RunQuestion[] {
    return this.#desk.questions.list().filter(isMeant).map(runQuestion);
  }
}

function runQuestion(question: Question): RunQuestion {
  const nowMs = Date.now();
  const { definitionName, questionId, workflowRunId: runId, sessionId, actId, kind, message } = question;
  return {
    ...{ definitionName, questionId, runId, sessionId, actId, kind },
    message: visible(message),
    status: questionStatus(question, nowMs),
    askedAt: new Date(question.askedAt),
    expiresAt: new Date(question.expiresAt),
    heardAt: new Date(question.heardAt),
    heldBy: currentHolder(question, nowMs)?.by,
    answer: question.answer,
    isFetched: question.fetchedAt !== undefined,
    withdrawnBecause: question.withdrawn?.reason,
  };
}
