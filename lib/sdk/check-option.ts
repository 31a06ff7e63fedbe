import { show } from '../core/problems.ts';
import { isInstance } from '../core/thrown.ts';
import { ValidationFailed } from './errors.ts';

/**
 * Refuses what is not of its kind; a value that is left out is none. The types do, too, but see no JavaScript.
 *
 * @param name - of the option, as its author writes it
 * @throws ValidationFailed
 */
export function checkOption(name: string, value: unknown, kind: keyof typeof KINDS): void {
  if (value !== undefined) mustBe(name, value, kind);
}

/** The same for what must not be left out. @throws ValidationFailed */
export function mustBe(name: string, value: unknown, kind: keyof typeof KINDS): void {
  const { isRight, allowed } = KINDS[kind];
  if (isRight(value)) return;
  const [shown, fix] = slipOf(value) ?? [show(value), undefined];
  throw new ValidationFailed(`${name} is ${shown}; it must be ${fix ?? allowed}.`);
}

const KINDS = {
  flag: { isRight: (value: unknown) => typeof value === 'boolean', allowed: 'true or false' },
  text: { isRight: (value: unknown) => typeof value === 'string', allowed: 'a text' },
  function: { isRight: (value: unknown) => typeof value === 'function', allowed: 'a function' },
  address: {
    isRight: (value: unknown) => typeof value === 'string',
    allowed: 'a text such as "https://example.com"',
  },
  signal: {
    isRight: (value: unknown) => isInstance(value, AbortSignal),
    allowed: 'an AbortSignal, such as `controller.signal` or `AbortSignal.timeout(60_000)`',
  },
  browser: {
    isRight: (value: unknown) => hasMethod(value, 'open'),
    allowed: 'one of localBrowser(…), cdpBrowser(…), agentCoreBrowser(…) or playwrightBrowser(…)',
  },
  actuator: {
    isRight: (value: unknown) =>
      ['start', 'observe', 'perform', 'stop'].every((name) => hasMethod(value, name)),
    allowed: 'an object with the functions start, observe, perform and stop',
  },
} as const;

/** Objects that JSON would show as something else, and what of them was meant. */
function slipOf(value: unknown): readonly [shown: string, fix: string] | undefined {
  if (isInstance(value, AbortController))
    return ['an AbortController', 'its signal: pass `controller.signal`'];
  if (isInstance(value, URL)) return ['a URL object', 'a text: pass its `href`'];
  if (isInstance(value, Promise)) return ['a promise', 'what it gives: write `await` before it'];
  if (hasMethod(value, 'mainFrame'))
    return ['a page of Playwright', 'a browser: pass `playwrightBrowser(page)`'];
  if (hasMethod(value, 'newCDPSession'))
    return ['a context of Playwright', 'a browser: pass `playwrightBrowser(context)`'];
  return undefined;
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
