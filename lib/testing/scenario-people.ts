import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HumanRequestKind } from '../contract/progress.ts';
import type { Answerer } from '../contract/question.ts';
import { messageOf } from '../core/errors.ts';
import { answerAtDesk } from '../local/human/answer-at-desk.ts';
import type { LocalDesk } from '../local/human/local-desk.ts';
import { readPersonAnswer } from './read-person-answer.ts';

/**
 * Answers a question that a workflow asks with `webHuman()`, as a person would at the desk: `true` and `false`, or with who it is. `undefined`
 * leaves it open. What it throws fails the test: the question is withdrawn, and `run` of the scenario throws the same.
 */
export type ScenarioPeople = (
  question: ScenarioQuestion,
) => PersonAnswer | undefined | Promise<PersonAnswer | undefined>;

/** What a person is asked, as the desk has it. */
export interface ScenarioQuestion {
  readonly questionId: string;
  readonly kind: HumanRequestKind;
  /** What the agent says. */
  readonly message: string;
  readonly definitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  /** The address of the page that the agent is on; may be empty. */
  readonly pageUrl: string;
  /** When the desk takes no answer any more. */
  readonly expiresAt: Date;
}

/** What a person says: whether it is approved, or done. */
export type PersonAnswer =
  | boolean
  | {
      readonly answer: boolean;
      /** A name is as the person types it; a subject as if the sign-in had shown it. @default nobody says it */
      readonly by?: Answerer | undefined;
      /** What the person adds for the record. @default nothing */
      readonly comment?: string | undefined;
    };

/** Lets people answer what is asked at a desk, by its own rules. */
export class PeopleAtDesk {
  readonly #desk: LocalDesk;
  readonly #people: ScenarioPeople;
  #isAway = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(desk: LocalDesk, people: ScenarioPeople) {
    this.#desk = desk;
    this.#people = people;
    desk.questions.on('asked', this.#hear);
  }

  /** @throws what people have thrown first since this was called the last time */
  throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
  }

  /** Nobody answers any more. */
  leave(): void {
    this.#isAway = true;
    this.#desk.questions.off('asked', this.#hear);
  }

  readonly #hear = (question: DeskQuestion): void => {
    void this.#answer(question).catch(async (error: unknown) => {
      if (this.#isAway) return;
      this.#failure ??= { error };
      // Or its workflow would wait for hours.
      await this.#desk
        .withdraw(question, `The people of the scenario failed: ${messageOf(error)}`)
        .catch(() => {});
    });
  };

  async #answer(question: DeskQuestion): Promise<void> {
    // The desk has not told its workflow yet, and knows whose it is after that.
    await nextTurn();
    const said = readPersonAnswer(await this.#people(scenarioQuestion(question)));
    if (said === undefined || this.#isAway) return;
    await answerAtDesk(this.#desk, question, said);
  }
}

/** As the desk keeps it. */
type DeskQuestion = ReturnType<LocalDesk['questions']['list']>[number];

function scenarioQuestion(question: DeskQuestion): ScenarioQuestion {
  const { questionId, kind, message, definitionName, workflowRunId, sessionId, actId, pageUrl } = question;
  return {
    ...{ questionId, kind, message, definitionName, workflowRunId, sessionId, actId, pageUrl },
    expiresAt: new Date(question.expiresAt),
  };
}
