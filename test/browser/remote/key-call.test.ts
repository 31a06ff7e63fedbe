import { describe, expect, test } from '@jest/globals';
import { keyCall, type PressedKey } from '../../../lib/browser/remote/key-call.ts';

const down = (key: string, code: string, modifiers = 0): PressedKey => ({
  event: 'down',
  key,
  code,
  modifiers,
});
const elsewhere = { isMac: false };
const mac = { isMac: true };
const [alt, control, meta, shift] = [1, 2, 4, 8];

describe('a key that writes', () => {
  test.each([
    ['a letter', down('a', 'KeyA'), 'a', 65],
    ['a capital', down('A', 'KeyA', shift), 'A', 65],
    ['a letter of another keyboard', down('y', 'KeyZ'), 'y', 89],
    ['a letter of another alphabet', down('ф', 'KeyA'), 'ф', 65],
    ['a digit', down('7', 'Digit7'), '7', 55],
    ['a sign above a digit', down('!', 'Digit1', shift), '!', 49],
    ['a sign', down(';', 'Semicolon'), ';', 186],
    ['a digit of the keypad', down('7', 'Numpad7'), '7', 103],
    ['a space', down(' ', 'Space'), ' ', 32],
    ['a picture', down('😀', ''), '😀', 0],
    ['Enter', down('Enter', 'Enter'), '\r', 13],
    ['Enter of the keypad', down('Enter', 'NumpadEnter'), '\r', 13],
    ['@ by AltGr, on Windows', down('@', 'KeyQ', alt + control), '@', 81],
    ['@ by Option, on a Mac', down('@', 'KeyL', alt), '@', 76],
  ])('%s', (_name, key, text, windowsVirtualKeyCode) => {
    expect(keyCall(key, elsewhere)).toMatchObject({
      ...{ type: 'keyDown', text, windowsVirtualKeyCode },
      modifiers: key.modifiers & shift,
    });
  });

  test('writes when it goes down, and not when it goes up', () => {
    expect(keyCall({ ...down('a', 'KeyA'), event: 'up' }, elsewhere)).toEqual({
      ...{ type: 'keyUp', key: 'a', code: 'KeyA', modifiers: 0, windowsVirtualKeyCode: 65 },
      ...{ isKeypad: false, location: 0 },
    });
  });
});

describe('a key that writes nothing', () => {
  test.each([
    ['Tab', down('Tab', 'Tab'), 9],
    ['Backspace', down('Backspace', 'Backspace'), 8],
    ['an arrow', down('ArrowLeft', 'ArrowLeft'), 37],
    ['an arrow of the keypad', down('ArrowLeft', 'Numpad4'), 37],
    ['Escape', down('Escape', 'Escape'), 27],
    ['F12', down('F12', 'F12'), 123],
    ['Shift', down('Shift', 'ShiftRight', shift), 16],
    ['a letter with Ctrl', down('s', 'KeyS', control), 83],
    ['a letter with Alt', down('f', 'KeyF', alt), 70],
  ])('%s', (_name, key, windowsVirtualKeyCode) => {
    const call = keyCall(key, elsewhere);
    expect(call).toMatchObject({ type: 'rawKeyDown', windowsVirtualKeyCode });
    expect(call).not.toHaveProperty('text');
  });

  test.each(['Dead', 'Process', 'Unidentified'])('%s is not said at all', (key) => {
    expect(keyCall(down(key, ''), elsewhere)).toBeUndefined();
  });
});

describe('shortcuts', () => {
  test.each([
    ['a', 'selectAll'],
    ['c', 'copy'],
    ['v', 'paste'],
    ['x', 'cut'],
    ['z', 'undo'],
  ])('Ctrl or Cmd with %s is the command %s, wherever the browser is', (letter, command) => {
    for (const modifiers of [control, meta]) {
      for (const browser of [elsewhere, mac])
        expect(keyCall(down(letter, 'KeyA', modifiers), browser)).toMatchObject({ commands: [command] });
    }
  });

  test('the command key is Ctrl for a browser that is not on a Mac', () => {
    expect(keyCall(down('k', 'KeyK', meta), elsewhere)).toMatchObject({ modifiers: control });
    expect(keyCall(down('k', 'KeyK', meta), mac)).toMatchObject({ modifiers: meta });
    expect(keyCall(down('Meta', 'MetaLeft', meta), elsewhere)).toMatchObject({
      ...{ key: 'Control', code: 'ControlLeft', location: 1, windowsVirtualKeyCode: 17 },
    });
  });

  test.each([
    ['Backspace', 0, 'deleteBackward'],
    ['ArrowLeft', 0, 'moveLeft'],
    ['ArrowLeft', shift, 'moveLeftAndModifySelection'],
    ['ArrowRight', alt + shift, 'moveWordRightAndModifySelection'],
    ['Backspace', meta, 'deleteToBeginningOfLine'],
  ])('%s with %d is a command on a Mac only', (key, modifiers, command) => {
    expect(keyCall(down(key, key, modifiers), mac)).toMatchObject({ commands: [command] });
    expect(keyCall(down(key, key, modifiers), elsewhere)).toMatchObject({ commands: [] });
  });
});
