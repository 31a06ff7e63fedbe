/**
 * What the browser is told of a key, as `Input.dispatchKeyEvent` takes it; `undefined` for keys that do nothing by themselves, such as
 * accents before their letter, and those of telephones.
 *
 * Shortcuts for editing are said as commands, too: a browser on another system has others. On another system than a Mac, the command
 * key is Ctrl.
 *
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Input/#method-dispatchKeyEvent
 */
export function keyCall(pressed: PressedKey, browser: { readonly isMac: boolean }): KeyCall | undefined {
  const { event, key, code } = pressed;
  if (SILENT_KEYS.includes(key)) return undefined;
  const isCharacter = [...key].length === 1;
  const modifiers = modifiersFor(pressed, isCharacter, browser);
  const shared = {
    key: translated(key, browser),
    code: translated(code, browser),
    modifiers,
    windowsVirtualKeyCode: virtualKeyCode(translated(key, browser), code),
    isKeypad: code.startsWith('Numpad'),
    location: locationOf(code),
  };
  if (event === 'up') return { type: 'keyUp', ...shared };
  const commands = commandsOf(key, modifiers, browser);
  const writes = (modifiers & ~MODIFIER.shift) === 0;
  const text = !writes ? '' : key === 'Enter' ? '\r' : isCharacter ? key : '';
  if (text === '') return { type: 'rawKeyDown', ...shared, commands };
  return { type: 'keyDown', ...shared, text, unmodifiedText: text, commands };
}

/** As `KeyboardEvent` has them; `modifiers` are those of CDP, added. */
export interface PressedKey {
  readonly event: 'down' | 'up';
  readonly key: string;
  readonly code: string;
  readonly modifiers: number;
}

export interface KeyCall {
  readonly type: 'keyDown' | 'rawKeyDown' | 'keyUp';
  readonly key: string;
  readonly code: string;
  readonly modifiers: number;
  readonly windowsVirtualKeyCode: number;
  readonly isKeypad: boolean;
  readonly location: number;
  readonly text?: string;
  readonly unmodifiedText?: string;
  readonly commands?: string[];
}

const MODIFIER = { alt: 1, control: 2, meta: 4, shift: 8 } as const;

const SILENT_KEYS: readonly string[] = ['Dead', 'Process', 'Unidentified', 'AltGraph', 'Compose', ''];

function modifiersFor(
  { key, modifiers }: PressedKey,
  isCharacter: boolean,
  { isMac }: { readonly isMac: boolean },
): number {
  const has = (modifier: number): boolean => (modifiers & modifier) !== 0;
  // Where Alt, or Ctrl with Alt, makes another character: `@` and `€` of most keyboards in Europe.
  const makesCharacter = has(MODIFIER.alt) && !has(MODIFIER.meta) && isCharacter && !/^[a-z0-9 ]$/i.test(key);
  if (makesCharacter) return modifiers & MODIFIER.shift;
  if (isMac || !has(MODIFIER.meta)) return modifiers;
  return (modifiers & ~MODIFIER.meta) | MODIFIER.control;
}

/** The command key of a Mac is Ctrl elsewhere. */
function translated(name: string, { isMac }: { readonly isMac: boolean }): string {
  if (isMac || !name.startsWith('Meta')) return name;
  return name.replace('Meta', 'Control');
}

function commandsOf(key: string, modifiers: number, { isMac }: { readonly isMac: boolean }): string[] {
  const isShortcut =
    (modifiers & (MODIFIER.control | MODIFIER.meta)) !== 0 && (modifiers & MODIFIER.alt) === 0;
  const isShifted = (modifiers & MODIFIER.shift) !== 0;
  if (isShortcut) {
    const command = (isShifted ? SHIFTED_SHORTCUTS : SHORTCUTS)[key.toLowerCase()];
    if (command !== undefined) return [command];
  }
  // Elsewhere the browser knows by itself what keys do in a text.
  const move = isMac ? MAC_KEYS[key] : undefined;
  if (move === undefined) return [];
  const { plain, word, line } = move;
  const command = (modifiers & MODIFIER.meta) !== 0 ? line : (modifiers & MODIFIER.alt) !== 0 ? word : plain;
  return [isShifted && command.startsWith('move') ? `${command}AndModifySelection` : command];
}

const SHORTCUTS: Readonly<Record<string, string>> = {
  a: 'selectAll',
  c: 'copy',
  v: 'paste',
  x: 'cut',
  z: 'undo',
  y: 'redo',
};
const SHIFTED_SHORTCUTS: Readonly<Record<string, string>> = { z: 'redo', v: 'pasteAndMatchStyle' };

interface MacKey {
  readonly plain: string;
  /** With Option. */
  readonly word: string;
  /** With Command. */
  readonly line: string;
}

const MAC_KEYS: Readonly<Record<string, MacKey>> = {
  Backspace: { plain: 'deleteBackward', word: 'deleteWordBackward', line: 'deleteToBeginningOfLine' },
  Delete: { plain: 'deleteForward', word: 'deleteWordForward', line: 'deleteToEndOfLine' },
  ArrowLeft: { plain: 'moveLeft', word: 'moveWordLeft', line: 'moveToLeftEndOfLine' },
  ArrowRight: { plain: 'moveRight', word: 'moveWordRight', line: 'moveToRightEndOfLine' },
  ArrowUp: { plain: 'moveUp', word: 'moveToBeginningOfParagraph', line: 'moveToBeginningOfDocument' },
  ArrowDown: { plain: 'moveDown', word: 'moveToEndOfParagraph', line: 'moveToEndOfDocument' },
};

/** As Windows counts keys: what old code of pages knows them by. 0 when there is none. */
function virtualKeyCode(key: string, code: string): number {
  const named = KEY_CODES[key];
  if (named !== undefined && !code.startsWith('Numpad')) return named;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase().charCodeAt(0);
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  if (digit !== undefined) return digit.charCodeAt(0);
  const [, pad] = /^Numpad(\d)$/.exec(code) ?? [];
  if (pad !== undefined) return named ?? 96 + Number(pad);
  const [, functionKey] = /^F([1-9]|1\d|2[0-4])$/.exec(key) ?? [];
  if (functionKey !== undefined) return 111 + Number(functionKey);
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  return CODE_CODES[code] ?? named ?? letter?.charCodeAt(0) ?? 0;
}

const KEY_CODES: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  Shift: 16,
  Control: 17,
  Alt: 18,
  Pause: 19,
  CapsLock: 20,
  Escape: 27,
  ' ': 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Insert: 45,
  Delete: 46,
  Meta: 91,
  ContextMenu: 93,
  NumLock: 144,
  ScrollLock: 145,
};

const CODE_CODES: Readonly<Record<string, number>> = {
  NumpadMultiply: 106,
  NumpadAdd: 107,
  NumpadSubtract: 109,
  NumpadDecimal: 110,
  NumpadDivide: 111,
  Semicolon: 186,
  Equal: 187,
  Comma: 188,
  Minus: 189,
  Period: 190,
  Slash: 191,
  Backquote: 192,
  BracketLeft: 219,
  Backslash: 220,
  BracketRight: 221,
  Quote: 222,
  IntlBackslash: 226,
};

/** Of keys that there are twice. */
function locationOf(code: string): number {
  if (code.startsWith('Numpad')) return 3;
  if (/^(?:Shift|Control|Alt|Meta)Left$/.test(code)) return 1;
  return /^(?:Shift|Control|Alt|Meta)Right$/.test(code) ? 2 : 0;
}
