import type { AnswerBody, ShownQuestion } from '../../../contract/question.ts';
import { LIMITS } from '../../limits.ts';
import type { DeskReply, PageDesk } from './page-desk.ts';
import { isOwnAnswer, type PageState, type SentAnswer } from './page-state.ts';
import { pageSecret } from './secret.ts';
import { recalledAnswer, rememberAnswer } from './sent-memory.ts';
import { VisibleTimer } from './visible-timer.ts';

/** Asks the desk how the question stands, follows what becomes of it, and sends what the person answers. */
export class QuestionPage {
  readonly #desk: PageDesk;
  readonly #questionId: string;
  readonly #claim: () => string | undefined;
  readonly #show: (state: PageState) => void;
  readonly #timer: VisibleTimer;
  #state: PageState;
  /** Counts what this page has sent: what was read before that is outdated. */
  #sentCount = 0;

  constructor({ desk, questionId, claim, show }: QuestionPageParts) {
    this.#desk = desk;
    this.#questionId = questionId;
    this.#claim = claim;
    this.#show = show;
    const sent = recalledAnswer(questionId);
    this.#state = { clockAheadMs: 0, isUnknown: false, wasOpen: false, ...(sent && { sent }) };
    this.#timer = new VisibleTimer(
      () => this.#look(),
      () => pauseMs(this.#state),
    );
  }

  get state(): PageState {
    return this.#state;
  }

  /** Asks the desk now. */
  look(): void {
    this.#timer.now();
  }

  /** Sends an answer, once at a time. */
  async answer(given: GivenByPage): Promise<void> {
    if (this.#state.sending !== undefined) return;
    const { sent } = this.#state;
    // The same words are the same answer: the desk may have it, and know it by its nonce.
    const nonce = sent?.outcome === 'unsure' && isSame(sent, given) ? sent.nonce : pageSecret();
    await this.#send({ ...given, nonce });
  }

  async #send(given: GivenByPage & { readonly nonce: string }): Promise<void> {
    const { refusal: _, ...before } = this.#state;
    // Kept before it is sent: a reload must not forget it.
    rememberAnswer(this.#questionId, { ...given, outcome: 'unsure' });
    this.#sentCount += 1;
    this.#set({ ...before, sending: given.answer });
    const reply = await this.#desk.answer({ ...given, ...this.#claimed() });
    this.#sentCount += 1;
    const { sending: __, ...now } = this.#state;
    const sent = { ...given, ...outcomeOf(reply) };
    rememberAnswer(this.#questionId, sent);
    const refusal = reply.kind === 'refused' && !isBusy(reply) ? reply.message : undefined;
    this.#set({ ...now, sent, ...(refusal !== undefined && { refusal }) });
    if (reply.kind === 'said') this.#take(reply.value);
    if (reply.kind === 'silent') this.#set({ ...this.#state, silence: reply.why });
    this.look();
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    if (this.#state.sending !== undefined) return;
    const count = this.#sentCount;
    const reply = await this.#desk.read({
      ...this.#claimed(),
      ...(this.#state.shown?.asked?.picture && { withoutPicture: true }),
    });
    if (count !== this.#sentCount) return;
    if (reply.kind === 'said') {
      this.#take(reply.value);
      await this.#learn(reply.value);
    } else if (reply.kind === 'refused' && reply.code === 'UnknownLink') {
      this.#set({ ...this.#state, isUnknown: true });
    } else {
      this.#set({ ...this.#state, silence: reply.kind === 'silent' ? reply.why : reply.message });
    }
  }

  /** It is answered, and perhaps by this page: says the same again, which the desk knows. */
  async #learn(shown: ShownQuestion): Promise<void> {
    const { sent } = this.#state;
    if (shown.status !== 'answered' || sent?.outcome !== 'unsure') return;
    const { outcome: _, why: __, ...given } = sent;
    const reply = await this.#desk.answer({ ...given, ...this.#claimed() });
    // The desk says `Answered` to all but whom it has the answer of, whom it knows for some minutes.
    const outcome = outcomeAfter(reply, shown, sent);
    if (outcome === undefined) return;
    const known = { ...given, outcome };
    rememberAnswer(this.#questionId, known);
    this.#set({ ...this.#state, sent: known });
  }

  #claimed(): { readonly claim?: string } {
    const claim = this.#claim();
    return claim === undefined ? {} : { claim };
  }

  #take(shown: ShownQuestion): void {
    const { silence: _, ...before } = this.#state;
    this.#set({
      ...before,
      shown: withKnownPicture(shown, before.shown),
      clockAheadMs: shown.now - Date.now(),
      isUnknown: false,
      wasOpen: before.wasOpen || shown.status === 'open',
    });
  }

  #set(state: PageState): void {
    this.#state = state;
    this.#show(state);
  }
}

export interface QuestionPageParts {
  readonly desk: PageDesk;
  readonly questionId: string;
  /** The secret by which this page is known as the holder, when it has taken over. */
  readonly claim: () => string | undefined;
  readonly show: (state: PageState) => void;
}

type GivenByPage = Omit<AnswerBody, 'token' | 'claim' | 'nonce'>;

/** What a request takes at most. */
const PATIENCE_MARGIN_MS = 20_000;

const FOLLOW_MS = 5_000;
/** While something is waited for. */
const IMPATIENT_MS = 2_000;
/** How long an answer is waited for impatiently. */
const FRESH_MS = 60_000;

function pauseMs({ shown, sent, silence, isUnknown }: PageState): number | undefined {
  if (isUnknown) return undefined;
  if (silence !== undefined || shown === undefined || sent?.outcome === 'unsure') return IMPATIENT_MS;
  if (shown.status === 'open') return FOLLOW_MS;
  const isFollowed =
    shown.status === 'answered' && shown.fetchedAt === undefined && shown.withdrawnBecause === undefined;
  const isFresh = shown.now - (shown.answer?.at ?? 0) < FRESH_MS;
  return isFollowed ? (isFresh ? IMPATIENT_MS : FOLLOW_MS) : undefined;
}

function outcomeOf(
  reply: DeskReply<unknown>,
): { outcome: 'recorded' | 'refused' } | { outcome: 'unsure'; why: string } {
  if (reply.kind === 'said') return { outcome: 'recorded' };
  if (reply.kind === 'silent') return { outcome: 'unsure', why: reply.why };
  // The desk could not get to what it keeps: it may have kept the answer before that.
  return isBusy(reply) ? { outcome: 'unsure', why: reply.message } : { outcome: 'refused' };
}

/** What has become of an answer of which that was not known. @returns undefined when it still is not */
function outcomeAfter(
  reply: DeskReply<unknown>,
  shown: ShownQuestion,
  sent: SentAnswer,
): SentAnswer['outcome'] | undefined {
  if (reply.kind === 'said') return 'recorded';
  if (reply.kind === 'silent' || reply.code !== 'Answered') return undefined;
  const isKnownStill = shown.now - (shown.answer?.at ?? 0) < LIMITS.repeatMs - PATIENCE_MARGIN_MS;
  return !isKnownStill && isOwnAnswer(shown, sent) ? 'recorded' : 'refused';
}

function isBusy(reply: DeskReply<unknown>): boolean {
  return reply.kind === 'refused' && reply.code === 'Busy';
}

function isSame(one: GivenByPage, other: GivenByPage): boolean {
  return one.answer === other.answer && one.name === other.name && one.comment === other.comment;
}

/** The picture is that of the moment of asking, and is told once. */
function withKnownPicture(shown: ShownQuestion, before: ShownQuestion | undefined): ShownQuestion {
  const picture = shown.asked?.picture ?? before?.asked?.picture;
  return shown.asked === undefined || picture === undefined
    ? shown
    : { ...shown, asked: { ...shown.asked, picture } };
}
