import { type KeyCall, keyCall, type PressedKey } from './key-call.ts';

/** Turns what keys do into what `Input.dispatchKeyEvent` takes; knows which keys are held. */
export class KeyCalls {
  readonly #browser: { readonly isMac: boolean };
  readonly #held = new Map<string, PressedKey>();

  constructor(browser: { readonly isMac: boolean }) {
    this.#browser = browser;
  }

  /** @returns `undefined` for what does nothing by itself */
  of(pressed: PressedKey): HeldKeyCall | undefined {
    const name = pressed.code || pressed.key;
    const isHeld = this.#held.has(name);
    if (pressed.event === 'up') this.#held.delete(name);
    else if (this.#held.size < MAX_HELD) this.#held.set(name, pressed);
    const call = keyCall(pressed, this.#browser);
    return call && isHeld && pressed.event === 'down' ? { ...call, autoRepeat: true } : call;
  }

  /** Lets go of all that is held, the last first: the person has gone. */
  release(): readonly HeldKeyCall[] {
    return [...this.#held.values()]
      .reverse()
      .map((pressed) => this.of({ ...pressed, event: 'up', modifiers: 0 }))
      .filter((call) => call !== undefined);
  }
}

interface HeldKeyCall extends KeyCall {
  /** It is down already. */
  readonly autoRepeat?: boolean;
}

/** More than hands can. */
const MAX_HELD = 20;
