import type { ShownQuestion } from '../../../contract/question.ts';
import { PageDesk } from './page-desk.ts';
import type { PageState } from './page-state.ts';
import { type PersonSignIn, SignInError } from './person-sign-in.ts';
import type { QuestionLink } from './question-link.ts';
import { QuestionPage } from './question-page.ts';
import { QuestionView } from './question-view.ts';
import type { Notice } from './screen.ts';
import { PersonMemory, TabMemory } from './tab-memory.ts';
import { claimOf, PageTakeOver } from './take-over/page-take-over.ts';
import type { TakeOverEnd } from './take-over/take-over-session.ts';

/** One question on the page: the question itself, or the browser of its workflow while the person has taken over. */
export class DeskApp {
  readonly #parts: DeskAppParts;
  readonly #page: QuestionPage;
  readonly #view: QuestionView;
  readonly #desk: PageDesk;
  #takeOver: PageTakeOver | undefined;
  /** What went wrong with a take-over or a sign-in, until it is tried again. */
  #trouble: Notice | undefined;
  /** It goes on by itself, as far as it has not been ended. */
  #resumes: boolean;

  constructor(parts: DeskAppParts) {
    this.#parts = parts;
    const { link, base, signIn } = parts;
    this.#desk = new PageDesk(base, link);
    this.#trouble = parts.trouble;
    this.#resumes = parts.trouble === undefined && TabMemory.read(resumeKey(link)) !== undefined;
    this.#view = new QuestionView({
      answer: (given) => void this.#page.answer(given),
      takeOver: (name) => void this.#begin(name),
      retry: () => this.#page.look(),
      needsSignIn: signIn !== undefined && signIn.token() === undefined,
    });
    this.#page = new QuestionPage({
      desk: this.#desk,
      questionId: link.questionId,
      claim: () => claimOf(link),
      show: (state) => this.#show(state),
    });
  }

  start(): void {
    this.#show(this.#page.state);
    this.#page.look();
    setInterval(() => this.#tick(), TICK_MS);
  }

  #show(state: PageState): void {
    const { shown } = state;
    if (this.#takeOver !== undefined) {
      const isOver = shown !== undefined && shown.status !== 'open';
      if (isOver || state.isUnknown || state.sent?.outcome === 'recorded') this.#end();
      else {
        this.#showLive(this.#takeOver, state);
        return;
      }
    }
    this.#view.draw(state, this.#trouble);
    if (this.#resumes && shown?.kind === 'takeOver' && canResume(shown)) void this.#begin(undefined);
  }

  #showLive({ screen }: PageTakeOver, { sending, refusal, sent, silence }: PageState): void {
    screen.sending(sending !== undefined);
    if (refusal !== undefined) screen.notice(`Your answer was not recorded. ${refusal}`);
    else if (sent?.outcome === 'unsure' && sending === undefined)
      screen.notice(
        silence === undefined
          ? 'Your answer is not recorded so far. Please give it again.'
          : `It is not known whether your answer was recorded. ${silence} The desk is asked again.`,
      );
  }

  #tick(): void {
    const { shown, clockAheadMs } = this.#page.state;
    if (this.#takeOver === undefined) this.#view.tick(this.#page.state, this.#trouble);
    if (this.#takeOver === undefined || shown === undefined) return;
    this.#takeOver.screen.tick(shown.expiresAt - Date.now() - clockAheadMs);
  }

  /** Never rejects. */
  async #begin(name: string | undefined): Promise<void> {
    const { link, signIn } = this.#parts;
    this.#resumes = false;
    if (this.#takeOver !== undefined) return;
    this.#trouble = undefined;
    TabMemory.write(resumeKey(link), '1');
    if (signIn !== undefined && signIn.token() === undefined) return await this.#leaveToSignIn(signIn);
    const person = name ?? PersonMemory.name();
    const takeOver = new PageTakeOver({
      desk: this.#desk,
      link,
      message: this.#page.state.shown?.asked?.message ?? '',
      name: person === '' ? undefined : person,
      token: () => signIn?.token(),
      giveBack: (answer, comment) => {
        const added = comment === '' ? {} : { comment };
        void this.#page.answer({ answer, ...(person !== '' && { name: person }), ...added });
      },
    });
    this.#takeOver = takeOver;
    this.#view.cover(takeOver.screen.view);
    this.#showLive(takeOver, this.#page.state);
    this.#tick();
    const end = await takeOver.run();
    if (this.#takeOver !== takeOver) return;
    this.#trouble = troubleOf(end, signIn);
    this.#end();
    this.#show(this.#page.state);
    this.#page.look();
  }

  #end(): void {
    const takeOver = this.#takeOver;
    this.#takeOver = undefined;
    TabMemory.forget(resumeKey(this.#parts.link));
    takeOver?.leave();
    this.#view.uncover();
  }

  /** Never rejects. */
  async #leaveToSignIn(signIn: PersonSignIn): Promise<void> {
    try {
      await signIn.begin();
    } catch (error) {
      TabMemory.forget(resumeKey(this.#parts.link));
      this.#trouble = signInTrouble(error);
      this.#show(this.#page.state);
    }
  }
}

export interface DeskAppParts {
  readonly link: QuestionLink;
  /** Of the desk, with a slash at its end. */
  readonly base: URL;
  readonly signIn?: PersonSignIn | undefined;
  /** What went wrong before. */
  readonly trouble?: Notice | undefined;
}

export function signInTrouble(error: unknown): Notice {
  const why = error instanceof SignInError ? error.message : 'The sign-in went wrong.';
  return { tone: 'bad', title: 'You are not signed in', lines: [why] };
}

const TICK_MS = 1_000;

/** That this tab had taken over, or was on its way to: it goes on after a reload or a sign-in. */
function resumeKey({ questionId }: QuestionLink): string {
  return `resume.${questionId}`;
}

function canResume({ status, holder, asked }: ShownQuestion): boolean {
  return status === 'open' && asked?.unreachable === undefined && (holder === undefined || holder.isYou);
}

function troubleOf(end: TakeOverEnd, signIn: PersonSignIn | undefined): Notice | undefined {
  if (end.kind === 'left') return undefined;
  if (end.kind === 'ended') return { tone: 'late', title: 'Your take-over has ended', lines: [end.reason] };
  if (end.code === 'SignIn') {
    signIn?.forget();
    return {
      tone: 'bad',
      title: 'The desk does not let you take over',
      lines: [end.message, 'Your sign-in may have expired, or be one that may not take over. Sign in again.'],
    };
  }
  const title = end.code === 'Held' ? 'Somebody else has taken over' : 'You have not taken over';
  return { tone: 'late', title, lines: [end.message] };
}
