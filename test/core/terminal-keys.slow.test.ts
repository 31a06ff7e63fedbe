import { expect, test } from '@jest/globals';
import { atTerminal, type TerminalScript } from './terminal.ts';

const CTRL_X = '\x18';
const CTRL_C = '\x03';

interface Case {
  readonly what: string;
  readonly script: TerminalScript;
  readonly shows: readonly string[];
  readonly exitCode: number;
}

const CASES: Readonly<Record<string, Case>> = {
  'what else is typed is left for the program': {
    what: 'once',
    script: [
      ['ready', CTRL_X],
      ['canceled', `ab\r${CTRL_X}`],
    ],
    shows: ['[canceled]', '[canceled]', '[left "ab\\n"]'],
    exitCode: 0,
  },
  'a program that asks something itself gets the keys, and later keys are heard again': {
    what: 'question',
    script: [
      ['name?', `Ada${CTRL_X}\r`],
      ['asked', CTRL_X],
    ],
    shows: ['[answer Ada]', '[asked]', '[canceled]'],
    exitCode: 0,
  },
  'the terminal is as before when the program exits': {
    what: 'exit',
    script: [],
    shows: ['[ready]'],
    exitCode: 3,
  },
  'or crashes': { what: 'throw', script: [], shows: ['Error: crashed'], exitCode: 1 },
  'Ctrl-C interrupts as ever': {
    what: 'wait',
    script: [['ready', CTRL_C]],
    shows: ['[ready]'],
    exitCode: 130,
  },
  'and so does Ctrl-\\': { what: 'wait', script: [['ready', '\x1c']], shows: ['[ready]'], exitCode: 131 },
};

test.each(Object.entries(CASES))('%s', async (_name, { what, script, shows, exitCode }) => {
  const outcome = await atTerminal(['test/core/fixtures/keys.ts', what], script);
  expect(outcome).toMatchObject({ exitCode, isRestored: true });
  let at = 0;
  for (const text of shows) {
    expect(outcome.shown.slice(at)).toContain(text);
    at = outcome.shown.indexOf(text, at) + text.length;
  }
});
