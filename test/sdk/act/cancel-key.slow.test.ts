import { expect, test } from '@jest/globals';
import { atTerminal } from '../../core/terminal.ts';

const CTRL_X = '\x18';
const PROGRAM = ['test/sdk/act/fixtures/slow-act.ts'];

test('Ctrl+X at a terminal cancels act after act, and leaves the browser for the next one', async () => {
  const outcome = await atTerminal(PROGRAM, [
    ['thinking 1', CTRL_X],
    ['thinking 2', CTRL_X],
  ]);
  expect(outcome.shown).toContain('info: Ctrl+X cancels the act under way.');
  expect(outcome.shown.match(/\[The act was canceled: Ctrl\+X was pressed\]/g)).toHaveLength(2);
  expect(outcome.shown).toContain('[answered yes, ');
  expect(outcome).toMatchObject({ exitCode: 0, isRestored: true });
});

test('Ctrl+C ends the run while keys are heard', async () => {
  const outcome = await atTerminal(PROGRAM, [['thinking 1', '\x03']]);
  expect(outcome.shown).toContain('The act was canceled: the process got SIGINT');
  expect(outcome.isRestored).toBe(true);
});
