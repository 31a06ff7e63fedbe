import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HumanRequestKind } from '../contract/progress.ts';
import type { Answerer } from '../contract/question.ts';
import { newSecret } from '../contract/secret-hash.ts';
import { messageOf } from '../core/errors.ts';
import { isInstance } from '../core/thrown.ts';
import { DeskError, LIMITS, type Question } from '../desk/index.ts';
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

  readonly #hear = (question: Question): void => {
    void this.#answer(question).catch(async (error: unknown) => {
      if (this.#isAway || isOver(error)) return;
      this.#failure ??= { error };
      // Or its workflow would wait for hours.
      const reason = `The people of the scenario failed: ${messageOf(error)}`.slice(
        0,
        LIMITS.maxReasonLength,
      );
      await this.#desk.withdraw(question, reason).catch(() => {});
    });
  };

  async #answer(question: Question): Promise<void> {
    // The desk has not told its workflow yet, and knows whose it is after that.
    await nextTurn();
    const said = readPersonAnswer(await this.#people(scenarioQuestion(question)));
    if (said === undefined || this.#isAway) return;
    const { answer, by: { name, subject } = {}, comment } = said;
    const desk = this.#desk.at(HOST);
    const token = await desk.mint(question);
    // That it is done says only who has the browser; that nobody does it may be said without.
    const claim = question.kind === 'takeOver' && answer ? newSecret() : undefined;
    if (claim !== undefined) await desk.take(question, { token, claim, name }, { subject });
    const body = { token, answer: answer ? 'yes' : 'no', name, comment, claim };
    await desk.answer(question, body, { subject });
  }
}

/** Nobody is connected. */
const HOST = '127.0.0.1';

/** Another person was faster, or the workflow has ended: that happens. */
function isOver(error: unknown): boolean {
  return isInstance(error, DeskError) && ['Answered', 'Expired', 'Withdrawn', 'Held'].includes(error.code);
}

function scenarioQuestion(question: Question): ScenarioQuestion {
  const { questionId, kind, message, definitionName, workflowRunId, sessionId, actId, pageUrl } = question;
  return {
    ...{ questionId, kind, message, definitionName, workflowRunId, sessionId, actId, pageUrl },
    expiresAt: new Date(question.expiresAt),
  };
}
