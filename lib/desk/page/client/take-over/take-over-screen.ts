import type { TakeOverInput, TakeOverNews, TakeOverTab } from '../../../../contract/take-over.ts';
import { confirmation } from '../dialogs.ts';
import { element } from '../element.ts';
import { SHORT_MS, shortTimeLeft, timeLeft } from '../time-words.ts';
import { FrameAssembler } from './frame-assembler.ts';
import { KeyInput } from './key-input.ts';
import { LivePicture } from './live-picture.ts';
import { PointerInput } from './pointer-input.ts';
import type { ConnectionStatus } from './take-over-session.ts';

/** The browser of the workflow in the hands of a person: the live page, a bar of the browser above it, and how to give it back below. */
export class TakeOverScreen {
  readonly view: HTMLElement;
  readonly #actions: TakeOverScreenActions;
  readonly #picture = new LivePicture();
  readonly #frames = new FrameAssembler();
  readonly #keys: KeyInput;
  readonly #tabs = element('select', { 'aria-label': 'Tab', change: () => this.#choose() });
  readonly #left = element('span', { class: 'left', role: 'timer' });
  readonly #status = element('p', { class: 'live-status', role: 'status' });
  readonly #done: HTMLButtonElement;
  readonly #cannot: HTMLButtonElement;

  constructor(actions: TakeOverScreenActions) {
    this.#actions = actions;
    // Who is giving back does nothing more with the browser.
    const send = (input: TakeOverInput): void => {
      if (!this.#done.disabled) actions.send(input);
    };
    this.#done = button('Give back: done', 'good', () => void this.#giveBack('yes'));
    this.#cannot = button('Not possible', 'bad', () => void this.#giveBack('no'));
    this.#keys = new KeyInput(send, () => this.#done.focus());
    new PointerInput(this.#picture, send, (isTouch) => {
      this.#keys.elsewhere();
      if (!isTouch) this.#keys.field.focus();
    });
    this.view = element(
      'main',
      { class: 'live', 'aria-label': 'The browser of the workflow' },
      element('details', { class: 'asked' }, element('summary', {}, actions.message)),
      this.#browserBar(send),
      element('div', { class: 'middle' }, this.#picture.stage, this.#status),
      this.#keyBar(),
      element('div', { class: 'actions' }, this.#cannot, this.#done),
    );
    this.#say('Connecting to the browser of the workflow …', 'busy');
    this.#fitAboveKeyboard();
  }

  news(news: Exclude<TakeOverNews, { type: 'end' }>): void {
    switch (news.type) {
      case 'frame': {
        const whole = this.#frames.add(news);
        if (whole !== undefined)
          void this.#picture
            .draw(whole)
            .then(() => this.#actions.send({ type: 'shown', frame: whole.frame }));
        return;
      }
      case 'tabs':
        this.#showTabs(news.tabs);
        return;
      case 'refused':
        this.#say(news.message, 'late');
        setTimeout(() => this.#say(''), REFUSAL_MS);
        return;
      case 'ready':
        return;
    }
  }

  status(status: ConnectionStatus): void {
    this.view.classList.toggle('is-lost', status.kind !== 'live');
    if (status.kind === 'live') {
      this.#picture.restart();
      this.#say('');
    } else if (status.kind === 'lost') {
      this.#say(
        `${status.why} ${status.failures > 2 ? `It was tried ${status.failures} times, and is` : 'It is'} tried again.`,
        'late',
      );
    } else if (status.failures === 0) this.#say('Connecting to the browser of the workflow …', 'busy');
  }

  /** What of the question is to be said over the page. */
  notice(text: string): void {
    this.#say(text, 'late');
  }

  tick(leftMs: number): void {
    this.#left.textContent = shortTimeLeft(leftMs);
    this.#left.setAttribute('aria-label', timeLeft(leftMs));
    this.#left.classList.toggle('short', leftMs < SHORT_MS);
  }

  sending(isSending: boolean): void {
    this.#done.disabled = isSending;
    this.#cannot.disabled = isSending;
  }

  #browserBar(send: (input: TakeOverInput) => void): HTMLElement {
    return element(
      'div',
      { class: 'bar browser', role: 'toolbar', 'aria-label': 'Browser' },
      icon('←', 'Back', () => send({ type: 'navigate', to: 'back' })),
      icon('⟳', 'Load again', () => send({ type: 'navigate', to: 'reload' })),
      this.#tabs,
      this.#zoomBar(),
      this.#left,
    );
  }

  #zoomBar(): HTMLElement {
    const zoom = (factor: number) => (): void => this.#picture.zoom(factor);
    return element(
      'div',
      { class: 'zoom', role: 'group', 'aria-label': 'Size' },
      icon('−', 'Smaller', zoom(1 / ZOOM_STEP)),
      icon('+', 'Larger', zoom(ZOOM_STEP)),
    );
  }

  #keyBar(): HTMLElement {
    const { field } = this.#keys;
    const hide = element('input', {
      type: 'checkbox',
      change: () => {
        field.type = hide.checked ? 'password' : 'text';
      },
    });
    const key = (sign: string, name: string, label: string): HTMLElement =>
      element(
        'button',
        {
          type: 'button',
          class: 'icon',
          'aria-label': label,
          title: label,
          // The keyboard of a telephone stays open.
          pointerdown: (event) => event.preventDefault(),
          click: () => this.#keys.press(name),
        },
        sign,
      );
    return element(
      'div',
      { class: 'bar keys', role: 'group', 'aria-label': 'Keyboard' },
      field,
      element('label', { class: 'hide' }, hide, 'Hide'),
      element('span', { class: 'way-out muted' }, 'Keys go to the page. Escape twice leaves it.'),
      key('⌫', 'Backspace', 'Delete the character before'),
      key('⇥', 'Tab', 'Tab key'),
      key('⏎', 'Enter', 'Enter key'),
    );
  }

  #showTabs(tabs: readonly TakeOverTab[]): void {
    this.#tabs.replaceChildren(
      ...tabs.map(({ id, title, address, isShown }) =>
        element('option', { value: id, selected: isShown }, [title, address].filter(Boolean).join(' · ')),
      ),
    );
    this.#tabs.disabled = tabs.length < 2;
  }

  #choose(): void {
    this.#keys.elsewhere();
    this.#actions.send({ type: 'tab', id: this.#tabs.value });
  }

  /** Never rejects. */
  async #giveBack(answer: 'yes' | 'no'): Promise<void> {
    const confirmed = await confirmation({
      title: answer === 'yes' ? 'Is it done?' : 'Is it not possible?',
      lines: [
        answer === 'yes'
          ? 'The workflow goes on with the page as it is now. What still stands in a field there, it sees and records: send or clear what is secret first.'
          : 'The workflow is told that what it asked for was not done.',
      ],
      confirm: answer === 'yes' ? 'Give back' : 'Say so',
      tone: answer === 'yes' ? 'good' : 'bad',
      commentLabel: 'Comment (optional)',
    });
    if (confirmed !== undefined) this.#actions.giveBack(answer, confirmed.comment);
  }

  #say(text: string, tone = ''): void {
    this.#status.textContent = text;
    this.#status.className = `live-status ${tone}`;
  }

  /** Safari lays its keyboard over the page. */
  #fitAboveKeyboard(): void {
    const { visualViewport: seen } = window;
    if (seen === null) return;
    const fit = (): void => {
      if (!this.view.isConnected || seen.scale > 1) return;
      this.view.style.height = `${seen.height}px`;
      this.view.style.translate = `0 ${seen.offsetTop}px`;
    };
    seen.addEventListener('resize', fit);
    seen.addEventListener('scroll', fit);
  }
}

export interface TakeOverScreenActions {
  /** What the workflow asks for. */
  readonly message: string;
  send(input: TakeOverInput): void;
  giveBack(answer: 'yes' | 'no', comment: string): void;
}

const ZOOM_STEP = 1.5;
const REFUSAL_MS = 6_000;

function icon(sign: string, label: string, click: () => void): HTMLElement {
  return element('button', { type: 'button', class: 'icon', 'aria-label': label, title: label, click }, sign);
}

function button(text: string, tone: 'good' | 'bad', click: () => void): HTMLButtonElement {
  return element('button', { type: 'button', class: `button ${tone}`, click }, text);
}
