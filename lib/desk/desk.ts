import { setTimeout as pause } from 'node:timers/promises';
import type {
  QuestionKey,
  QuestionState,
  ReadBody,
  ShownQuestion,
  TakenQuestion,
} from '../contract/question.ts';
import { newSecret } from '../contract/secret-hash.ts';
import { checkAnswer, checkAsked, checkRead, checkTake, checkWithdraw } from './check-bodies.ts';
import { DeskError, unknownLink } from './desk-error.ts';
import { isQuestionKey } from './is-question-key.ts';
import { LIMITS } from './limits.ts';
import type { Question } from './question.ts';
import type { QuestionStore } from './question-store.ts';
import { heard } from './rules/heard.ts';
import { askedAgain, newQuestion } from './rules/new-question.ts';
import { isForgotten, questionState, questionStatus } from './rules/question-status.ts';
import { refuseWrongToken } from './rules/refuse.ts';
import { shownQuestion } from './rules/shown-question.ts';
import { taken } from './rules/taken.ts';
import { withAnswer } from './rules/with-answer.ts';
import { withLink } from './rules/with-link.ts';
import { withdrawn } from './rules/withdrawn.ts';
import { type SignedIn, shownSignIn } from './signed-in.ts';

/**
 * Keeps the questions of workflows until people have answered them: applies the rules, one version after the other, whoever else does
 * so at the same time. Bodies are checked here, whatever they are.
 *
 * Whoever calls has made sure who it is from: `ask`, `state` and `withdraw` are for workflows, which know no token; `mint` is for
 * those who may see all questions. What is refused is a {@link DeskError}; anything else that is thrown is a failure of the parts.
 */
export class Desk {
  readonly #parts: DeskParts;
  readonly #now: () => number;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
  }

  /** A workflow asks. @param body - `AskedQuestion`; the same may be asked again */
  async ask(key: QuestionKey, body: unknown): Promise<QuestionState> {
    if (!isQuestionKey(key)) throw unknownLink();
    const asked = checkAsked(body);
    const nowMs = this.#now();
    const isLate = asked.expiresAt <= nowMs;
    // A late one may be there from before.
    if (!isLate || (await this.#parts.store.read(key)) === undefined) {
      const question = newQuestion(key, asked, nowMs);
      if (await this.#parts.store.create(question, asked.picture)) return questionState(question, nowMs);
    }
    return await this.#changeForWorkflow(key, (question, atMs) => askedAgain(question, asked, atMs));
  }

  /** A workflow asks how its question stands, and has got what was answered. */
  async state(key: QuestionKey): Promise<QuestionState> {
    return await this.#changeForWorkflow(key, heard);
  }

  /** A workflow does not wait any more, and gets what was answered before. @param reason - people are told */
  async withdraw(key: QuestionKey, reason: string): Promise<QuestionState> {
    const checked = checkWithdraw({ reason });
    return await this.#changeForWorkflow(key, (question, nowMs) =>
      withdrawn(question, checked.reason, nowMs),
    );
  }

  /** A person looks. @param body - `ReadBody` */
  async read(key: QuestionKey, body: unknown): Promise<ShownQuestion> {
    const checked = checkRead(body);
    const question = await this.#find(key);
    refuseWrongToken(question, checked.token);
    return await this.#show(question, checked);
  }

  /** A person answers. @param body - `AnswerBody` */
  async answer(key: QuestionKey, body: unknown, signedIn?: SignedIn): Promise<ShownQuestion> {
    const checked = checkAnswer(body);
    // Without one of the page, it is known at least when the store has taken it, but could not say so.
    const given = {
      body: { ...checked, nonce: checked.nonce ?? newSecret() },
      signedIn: shownSignIn(signedIn),
    };
    const { question } = await this.#change(key, (current, nowMs) => withAnswer(current, given, nowMs));
    return await this.#show(question, checked);
  }

  /** A person takes over, or goes on with it. @param body - `TakeBody` */
  async take(key: QuestionKey, body: unknown, signedIn?: SignedIn): Promise<TakenQuestion> {
    const checked = checkTake(body);
    const { question, nowMs } = await this.#change(key, (current, atMs) => {
      const unreachable = this.#whyUnreachable(current);
      return taken(current, { body: checked, signedIn: shownSignIn(signedIn), unreachable }, atMs);
    });
    const url = await this.#parts.connect(question);
    return { url, heldUntil: question.holder?.heldUntil ?? nowMs };
  }

  /** Makes a further link to a question that waits. @returns its token */
  async mint(key: QuestionKey): Promise<string> {
    const token = newSecret();
    await this.#change(key, (question, nowMs) => withLink(question, token, nowMs));
    return token;
  }

  async #show(question: Question, body: Omit<ReadBody, 'token'>): Promise<ShownQuestion> {
    const isOpen = questionStatus(question, this.#now()) === 'open';
    const isWanted = isOpen && question.hasPicture && body.withoutPicture !== true;
    const picture = isWanted ? await this.#parts.store.picture(question) : undefined;
    return shownQuestion(
      question,
      { body, picture, unreachable: this.#whyUnreachable(question) },
      this.#now(),
    );
  }

  #whyUnreachable(question: Question): string | undefined {
    if (question.channel === undefined)
      return 'Nobody can get to the browser of this workflow from here: it runs where no connection leads to. Say no, or wait until it gives up.';
    return this.#parts.whyUnreachable?.(question);
  }

  /** What the workflow is told is what the rule has noted, by the same clock: not what has become of it a moment later. */
  async #changeForWorkflow(key: QuestionKey, rule: Rule): Promise<QuestionState> {
    const { question, nowMs } = await this.#change(key, rule);
    return questionState(question, nowMs);
  }

  /** Applies a rule to the newest version. Of those who do so at the same time one wins, and the others see what it has made. */
  async #change(key: QuestionKey, rule: Rule): Promise<{ question: Question; nowMs: number }> {
    for (let attempt = 1; ; attempt += 1) {
      const question = await this.#find(key);
      const nowMs = this.#now();
      const next = rule(question, nowMs);
      if (next === question) return { question, nowMs };
      // (After one look more: a store that could not say so may have taken the last change.)
      if (attempt > LIMITS.maxAttempts) throw busy();
      if (await this.#parts.store.replace(next)) return { question: next, nowMs };
      await pause(Math.random() * PAUSE_MS * attempt);
    }
  }

  async #find(key: QuestionKey): Promise<Question> {
    const question = isQuestionKey(key) ? await this.#parts.store.read(key) : undefined;
    if (question === undefined || isForgotten(question, this.#now())) throw unknownLink();
    return question;
  }
}

/** @returns the same question when there is nothing to change */
type Rule = (question: Question, nowMs: number) => Question;

/** What a desk needs. */
export interface DeskParts {
  readonly store: QuestionStore;
  /** Makes an address of the WebSocket for a question that is held, for connections that begin within 300 s. */
  readonly connect: (question: Question) => Promise<string>;
  /** Why nobody can get to the browser of a question that has a channel, in a sentence for people. @default - everybody can */
  readonly whyUnreachable?: ((question: Question) => string | undefined) | undefined;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

const PAUSE_MS = 10;

function busy(): DeskError {
  return new DeskError(
    'Busy',
    'Too many change this question at the same time. Nothing was changed; try again in a moment.',
  );
}
