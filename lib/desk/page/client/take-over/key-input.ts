import type { TakeOverInput } from '../../../../contract/take-over.ts';
import { LIMITS } from '../../../limits.ts';
import { element } from '../element.ts';
import { keyMeaning, modifiersOf } from './key-meaning.ts';
import { textPieces, typedText } from './typed-text.ts';

/** The field by which keys, words of telephone keyboards and what is pasted go to the page. */
export class KeyInput {
  readonly field: HTMLInputElement;
  readonly #send: (input: TakeOverInput) => void;
  /** What the page has got of what stands in the field. */
  #typed = '';
  readonly #down = new Map<string, string>();
  #escapedAt = Number.NEGATIVE_INFINITY;

  /** @param leave - the person wants keys to be for this browser again */
  constructor(send: (input: TakeOverInput) => void, leave: () => void) {
    this.#send = send;
    this.field = element('input', {
      type: 'text',
      placeholder: hasRealKeyboard() ? 'Click here to type' : 'Tap here to type',
      'aria-label': 'Type into the page. Escape twice leaves this field.',
      autocomplete: 'off',
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
      enterkeyhint: 'enter',
      maxlength: String(LIMITS.maxBodyBytes),
    });
    this.field.addEventListener('keydown', (event) => this.#pressed(event, leave));
    this.field.addEventListener('keyup', (event) => this.#released(event));
    this.field.addEventListener('input', (event) => this.#changed(event));
    this.field.addEventListener('compositionend', () => this.#takeText());
    this.field.addEventListener('paste', (event) => this.#pasted(event));
    this.field.addEventListener('blur', () => this.#end());
  }

  /** A key that has a button of its own. */
  press(key: string): void {
    this.#key('down', { key, code: key, modifiers: 0 });
    this.#key('up', { key, code: key, modifiers: 0 });
    if (key === 'Backspace') this.#forget([...this.#typed].slice(0, -1).join(''));
    else this.#forget();
  }

  /** What stands in the field belongs to where the page was written to before. */
  #forget(typed = ''): void {
    this.#typed = typed;
    this.field.value = typed;
  }

  /** Where the person types now is another place. */
  elsewhere(): void {
    this.#forget();
  }

  #pressed(event: KeyboardEvent, leave: () => void): void {
    const { key, code } = event;
    const isFieldKey = key === 'Backspace' && this.#typed !== '' && !hasRealKeyboard();
    const meaning = isFieldKey ? 'type' : keyMeaning(event, hasRealKeyboard());
    if (meaning !== 'send') return;
    event.preventDefault();
    if (key === 'Escape' && !event.repeat) {
      const isSecond = event.timeStamp - this.#escapedAt < TWICE_MS;
      this.#escapedAt = isSecond ? Number.NEGATIVE_INFINITY : event.timeStamp;
      if (isSecond) {
        leave();
        return;
      }
    }
    this.#forget();
    this.#down.set(code, key);
    this.#key('down', { key, code, modifiers: modifiersOf(event) });
  }

  #released(event: KeyboardEvent): void {
    const { code, key } = event;
    if (!this.#down.delete(code)) return;
    event.preventDefault();
    this.#key('up', { key, code, modifiers: modifiersOf(event) });
    // Macs do not tell of other keys that are let go while this one is pressed.
    if (key === 'Meta') this.#letGo();
  }

  #changed(event: Event): void {
    const isComposing = event instanceof InputEvent && event.isComposing;
    if (isComposing && hasRealKeyboard()) return;
    this.#takeText();
  }

  #takeText(): void {
    const { deleted, text } = typedText(this.#typed, this.field.value);
    for (let count = 0; count < deleted; count += 1) {
      this.#key('down', { key: 'Backspace', code: 'Backspace', modifiers: 0 });
      this.#key('up', { key: 'Backspace', code: 'Backspace', modifiers: 0 });
    }
    for (const piece of textPieces(text)) this.#send({ type: 'text', text: piece });
    this.#typed = this.field.value;
    if (hasRealKeyboard()) this.#forget();
  }

  #pasted(event: ClipboardEvent): void {
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    for (const piece of textPieces(text)) this.#send({ type: 'text', text: piece });
    this.#forget();
  }

  #end(): void {
    this.#letGo();
    this.#forget();
  }

  #letGo(): void {
    for (const [code, key] of this.#down) this.#key('up', { key, code, modifiers: 0 });
    this.#down.clear();
  }

  #key(
    event: 'down' | 'up',
    key: Pick<Extract<TakeOverInput, { type: 'key' }>, 'key' | 'code' | 'modifiers'>,
  ): void {
    this.#send({ type: 'key', event, ...key });
  }
}

const TWICE_MS = 700;

/** Keyboards on screens say too little of their keys. */
export function hasRealKeyboard(): boolean {
  return matchMedia('(pointer: fine)').matches;
}
