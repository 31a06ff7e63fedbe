/**
 * What is done with a key that is pressed while keys go to the page.
 *
 * - `send`: it is a key for the page, and nothing happens here
 * - `type`: it becomes text here first: keyboards of telephones, and keys that make a character together
 * - `keep`: it is for this browser: pasting
 */
export function keyMeaning(event: KeyLike, hasRealKeyboard: boolean): 'send' | 'type' | 'keep' {
  const { key, ctrlKey, metaKey, altKey, isComposing } = event;
  if (isComposing || UNKNOWN_KEYS.includes(key)) return 'type';
  const isCommand = (ctrlKey || metaKey) && !altKey;
  if (isCommand && key.toLowerCase() === 'v') return 'keep';
  if (event.shiftKey && key === 'Insert') return 'keep';
  const isCharacter = [...key].length === 1;
  return isCharacter && !isCommand && !hasRealKeyboard ? 'type' : 'send';
}

/** As CDP adds them. */
export function modifiersOf(event: Modified): number {
  return (
    (event.altKey ? 1 : 0) + (event.ctrlKey ? 2 : 0) + (event.metaKey ? 4 : 0) + (event.shiftKey ? 8 : 0)
  );
}

export interface Modified {
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

export interface KeyLike extends Modified {
  readonly key: string;
  readonly isComposing: boolean;
}

const UNKNOWN_KEYS = ['Dead', 'Process', 'Unidentified', ''];
