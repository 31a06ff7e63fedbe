import { describe, expect, test } from '@jest/globals';
import { didYouMean } from '../../lib/core/suggest.ts';

const workflows = ['getting-started', 'multi-session', 'form-filling'];

describe('when the input is a slip of the keyboard', () => {
  test.each([
    ['geting-started', 'getting-started'],
    ['form-fliling', 'form-filling'],
    ['Multi_Session', 'multi-session'],
    ['getting started', 'getting-started'],
    ['multisession', 'multi-session'],
  ])('%s means %s', (input, meant) => {
    expect(didYouMean(input, workflows)).toBe(meant);
  });

  test('two swapped neighbours are one slip, also in a short word', () => {
    expect(didYouMean('jsno', ['json', 'yaml'])).toBe('json');
  });
});

describe('when the input is the beginning of a candidate', () => {
  test('the only continuation is meant', () => {
    expect(didYouMean('form', workflows)).toBe('form-filling');
  });

  test('several continuations give no suggestion', () => {
    expect(didYouMean('stage', ['stage-of-production', 'stage-of-development'])).toBeUndefined();
  });
});

describe('when nothing is near', () => {
  test.each(['', '  ', 'x', 'quarterly-report'])('%j gives no suggestion', (input) => {
    expect(didYouMean(input, workflows)).toBeUndefined();
  });

  test('a short word of other letters is not a typing error', () => {
    expect(didYouMean('a', ['b'])).toBeUndefined();
  });
});

describe('when two candidates are equally near', () => {
  test('the first one is meant', () => {
    expect(didYouMean('cat', ['bat', 'hat'])).toBe('bat');
  });
});
