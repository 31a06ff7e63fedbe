import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failuresOption } from '../../../lib/cli/local/failures-option.ts';
import { UsageError } from '../../../lib/cli/usage-error.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'failures-option-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('failures stand on the command line, between semicolons', () => {
  expect(failuresOption('UpdateAct 500 first 3; any throttle rate 0.1;', directory)).toEqual([
    'UpdateAct 500 first 3',
    'any throttle rate 0.1',
  ]);
});

test('or in a file, on lines of their own, with remarks', () => {
  writeFileSync(
    path.join(directory, 'faults.txt'),
    '# one second of trouble\nUpdateAct 500 first 3 # ends well\n\nany hang call 9\n',
  );

  expect(failuresOption('faults.txt', directory)).toEqual(['UpdateAct 500 first 3', 'any hang call 9']);
});

test('a file that is not there is said to be missing', () => {
  expect(() => failuresOption('fautls.txt', directory)).toThrow(UsageError);
  expect(() => failuresOption('fautls.txt', directory)).toThrow('it does not exist');
});

test.each(['', '  '])('%j is said to be empty', (given) => {
  expect(() => failuresOption(given, directory)).toThrow(
    '--failures is empty. Write --failures "UpdateWorkflowRun 500 first 3".',
  );
});

test('what is no failure is a problem, with what was probably meant', () => {
  expect(() => failuresOption('UpdateAct 500; UpdateAkt 500', directory)).toThrow(
    /option --failures has 1 problem[\s\S]*1\. "UpdateAkt 500" does not begin[\s\S]*did you mean "UpdateAct"/,
  );
});

test('what is no failure in a file is named by its line', () => {
  writeFileSync(path.join(directory, 'wrong.txt'), '# remark\nUpdateAct 500\n\nInvokeActStep\n');

  expect(() => failuresOption('wrong.txt', directory)).toThrow(
    'wrong.txt line 4: "InvokeActStep" does not say how InvokeActStep fails: ',
  );
});
