import { describe, expect, test } from '@jest/globals';
import {
  endingHost,
  reasonForPeople,
  stopMessage,
  stoppedRun,
  stopReasonIn,
} from '../../lib/contract/stopped-run.ts';

describe('why a host is stopped', () => {
  test('is read from the message that says it', () => {
    expect(stopReasonIn(JSON.parse(JSON.stringify(stopMessage('Enough.'))))).toBe('Enough.');
  });

  test.each([
    [{ type: 'nova-act-answer', reason: 'Enough.' }],
    [{ type: 'nova-act-runtime-stop' }],
    ['stop'],
    [null],
  ])('is not read from %j', (message) => {
    expect(stopReasonIn(message)).toBeUndefined();
  });
});

test.each([
  [stoppedRun('interrupted by SIGINT'), 'The run was stopped.'],
  [`The act was canceled: ${stoppedRun('a file was saved')}`, 'The run was stopped.'],
  [endingHost('SIGTERM received'), 'The run was stopped.'],
  ['The customer has called.', 'The customer has called.'],
])('people read of "%s": "%s"', (reason, words) => {
  expect(reasonForPeople(reason)).toBe(words);
});
