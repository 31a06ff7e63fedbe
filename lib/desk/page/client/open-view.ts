import type { AnswerBody, ShownQuestion } from '../../../contract/question.ts';
import { answerForm } from './answer-form.ts';
import { confirmation } from './dialogs.ts';
import { element } from './element.ts';
import { noticeView } from './notice-view.ts';
import type { PageState } from './page-state.ts';
import { questionText } from './question-text.ts';
import { type Notice, whoWords } from './screen.ts';
import { SHORT_MS, timeLeft, timeOfDay } from './time-words.ts';

/** A question that waits, and the buttons. What people have written stays while it is updated. */
export interface OpenView {
  readonly view: HTMLElement;
  update(state: PageState, notices: readonly Notice[]): void;
  /** Shows how much time is left. */
  tick(state: PageState): void;
}

export interface OpenViewActions {
  answer(given: Pick<AnswerBody, 'answer' | 'name' | 'comment'>): void;
  takeOver(name: string | undefined): void;
  /** They must sign in first. */
  readonly needsSignIn: boolean;
}

export function openView(shown: ShownQuestion, actions: OpenViewActions): OpenView {
  const isTakeOver = shown.kind === 'takeOver';
  const form = answerForm({ withComment: true });
  const left = element('p', { class: 'left', role: 'timer' });
  const notices = element('div', { class: 'notices', 'aria-live': 'polite' });
  const say = (answer: AnswerBody['answer']): void => actions.answer({ ...form.written(), answer });
  const no = element(
    'button',
    { type: 'button', class: 'button bad', click: () => void sayNo() },
    isTakeOver ? 'Not possible' : 'Refuse',
  );
  const yes = element(
    'button',
    { type: 'button', class: 'button good', click: () => void sayYes() },
    isTakeOver ? (actions.needsSignIn ? 'Sign in' : 'Take over') : 'Approve',
  );

  /** Never rejects. */
  async function sayYes(): Promise<void> {
    if (isTakeOver) return actions.takeOver(form.written().name);
    const confirmed = await confirmation({
      title: 'Approve?',
      lines: [`“${shown.definitionName}” goes on as soon as it has your answer. It cannot be taken back.`],
      confirm: 'Yes, approve',
      tone: 'good',
    });
    if (confirmed !== undefined) say('yes');
  }

  /** Never rejects. */
  async function sayNo(): Promise<void> {
    if (!isTakeOver) return say('no');
    const confirmed = await confirmation({
      title: 'Not possible?',
      lines: [`“${shown.definitionName}” is told that no person takes over. It cannot be taken back.`],
      confirm: 'Yes, say so',
      tone: 'bad',
    });
    if (confirmed !== undefined) say('no');
  }

  return {
    view: element(
      'article',
      { class: 'question' },
      element(
        'header',
        { class: 'head' },
        element('span', { class: 'badge busy' }, isTakeOver ? 'Take-over' : 'Approval'),
        left,
      ),
      element(
        'h1',
        {},
        `“${shown.definitionName}” ${isTakeOver ? 'needs your hands' : 'asks you to approve'}`,
      ),
      notices,
      ...questionText(shown),
      isTakeOver &&
        element(
          'p',
          { class: 'muted' },
          `${actions.needsSignIn ? 'You sign in, and then get' : 'You get'} the browser of the workflow here, live. It waits while you are at it, and goes on when you give it back. Your keys are not recorded; but what still stands on the page then, the workflow sees, and its record has it.`,
        ),
      form.view,
      element('div', { class: 'actions sticky' }, no, yes),
    ),
    update(state, given) {
      const all = [...given, ...holderNotices(state)];
      const text = JSON.stringify(all);
      if (notices.dataset.text !== text) notices.replaceChildren(...all.map((notice) => noticeView(notice)));
      notices.dataset.text = text;
      const { sending, shown: now } = state;
      const isHeld = now?.holder !== undefined && !now.holder.isYou;
      const isUnreachable = now?.asked?.unreachable !== undefined;
      no.disabled = sending !== undefined || isHeld;
      yes.disabled = sending !== undefined || (isTakeOver && (isHeld || isUnreachable));
      no.classList.toggle('is-sending', sending === 'no');
      yes.classList.toggle('is-sending', sending === 'yes');
      this.tick(state);
    },
    tick({ shown: now, clockAheadMs }) {
      if (now === undefined) return;
      const leftMs = now.expiresAt - Date.now() - clockAheadMs;
      left.textContent = timeLeft(leftMs);
      left.classList.toggle('short', leftMs < SHORT_MS);
    },
  };
}

function holderNotices({ shown }: PageState): readonly Notice[] {
  const unreachable = shown?.asked?.unreachable;
  if (unreachable !== undefined)
    return [{ tone: 'bad', title: 'Nobody can take over', lines: [unreachable] }];
  const holder = shown?.holder;
  if (shown === undefined || holder === undefined || holder.isYou) return [];
  return [
    {
      tone: 'busy',
      title: `${whoWords(holder.by) ?? 'Somebody else'} has taken over`,
      lines: [
        `It is theirs since ${timeOfDay(holder.at, shown.now).replace(/^(?:at|on) /, '')}. When they leave without an answer, you can take over here.`,
      ],
    },
  ];
}
