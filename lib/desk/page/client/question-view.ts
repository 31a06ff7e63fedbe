import type { ShownQuestion } from '../../../contract/question.ts';
import { element } from './element.ts';
import { noticeView } from './notice-view.ts';
import { type OpenView, type OpenViewActions, openView } from './open-view.ts';
import type { PageState } from './page-state.ts';
import { questionFacts } from './question-text.ts';
import { type Notice, type Screen, screenOf } from './screen.ts';

/** Shows a person how the question stands. */
export class QuestionView {
  readonly #main: HTMLElement;
  readonly #status: HTMLElement;
  readonly #parts: readonly HTMLElement[];
  readonly #actions: OpenViewActions & { retry(): void };
  /** Kept while something else is shown, with what people have written. */
  #open: OpenView | undefined;
  #isOpenShown = false;
  #covering: HTMLElement | undefined;
  #drawn = '';

  constructor(actions: OpenViewActions & { retry(): void }) {
    this.#actions = actions;
    this.#main = element('main', { id: 'content', tabindex: '-1' });
    this.#status = element('p', { class: 'unseen', role: 'status' });
    this.#parts = [
      element(
        'header',
        { class: 'top' },
        element('span', { class: 'brand' }, 'Nova Act'),
        element('span', { class: 'crumbs' }, 'A workflow asks'),
      ),
      this.#main,
      element(
        'footer',
        { class: 'foot' },
        'The link to this page is a secret: whoever has it can answer. Do not pass it on.',
      ),
    ];
    document.body.append(...this.#parts, this.#status);
  }

  /** @param trouble - to be said before all */
  draw(state: PageState, trouble?: Notice | undefined): void {
    const screen = screenOf(state, Date.now());
    const before = trouble === undefined ? [] : [trouble];
    this.drawScreen(
      screen.kind === 'open' ? { ...screen, notices: [...before, ...screen.notices] } : screen,
      state,
    );
  }

  /** Shows something else in place of all. */
  cover(view: HTMLElement): void {
    for (const part of this.#parts) part.hidden = true;
    document.body.append(view);
    this.#covering = view;
  }

  uncover(): void {
    if (this.#covering === undefined) return;
    this.#covering.remove();
    this.#covering = undefined;
    for (const part of this.#parts) part.hidden = false;
    this.#main.focus();
  }

  /** Shows what changes with the time. */
  tick(state: PageState, trouble?: Notice | undefined): void {
    if (this.#isOpenShown) this.#open?.tick(state);
    else if (state.shown !== undefined) this.draw(state, trouble);
  }

  drawScreen(screen: Screen, state: PageState): void {
    const { shown } = state;
    if (screen.kind === 'open' && shown !== undefined) {
      this.#drawOpen(screen, state, shown);
    } else if (screen.kind !== 'open') {
      this.#drawNotices(screen, state);
    }
  }

  #drawOpen({ notices }: Screen & { kind: 'open' }, state: PageState, shown: ShownQuestion): void {
    this.#open ??= openView(shown, this.#actions);
    if (!this.#isOpenShown) {
      this.#isOpenShown = true;
      this.#drawn = '';
      this.#main.replaceChildren(this.#open.view);
      this.#announce(shown.kind === 'approve' ? 'A workflow asks you to approve' : 'A workflow needs you');
    }
    this.#open.update(state, notices);
  }

  #drawNotices(screen: Exclude<Screen, { kind: 'open' }>, { shown }: PageState): void {
    const drawn = JSON.stringify(screen);
    if (drawn === this.#drawn) return;
    const hadFocus = this.#main.contains(document.activeElement);
    this.#isOpenShown = false;
    this.#drawn = drawn;
    const retry =
      screen.kind === 'nothing' &&
      screen.canRetry &&
      element('button', { type: 'button', class: 'button main', click: this.#actions.retry }, 'Ask again');
    this.#main.replaceChildren(
      noticeView(screen.notice, 'h1'),
      ...(screen.kind === 'end'
        ? [screen.progress, ...screen.notices]
            .filter((notice) => notice !== undefined)
            .map((n) => noticeView(n))
        : []),
      ...(retry === false ? [] : [retry]),
      ...(shown === undefined ? [] : [questionFacts(shown)]),
    );
    if (hadFocus) this.#main.focus();
    const progress = screen.kind === 'end' ? screen.progress?.title : undefined;
    this.#announce([screen.notice.title, progress].filter((title) => title !== undefined).join('. '));
  }

  #announce(title: string): void {
    document.title = title;
    this.#status.textContent = title;
  }
}
