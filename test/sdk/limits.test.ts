import { describe, expect, test } from '@jest/globals';
import {
  checkDefinitionName,
  checkMaxSteps,
  checkObservationDelay,
  checkTask,
  checkTimeout,
  checkViewport,
} from '../../lib/sdk/limits.ts';

describe('the prompt', () => {
  test('may have 10,000 characters with its schema', () => {
    expect(() => checkTask({ prompt: 'x'.repeat(9_990), suffix: 'y'.repeat(10) })).not.toThrow();
  });

  test('may not have one more, and the message says what the schema costs', () => {
    expect(() => checkTask({ prompt: 'x'.repeat(9_991), suffix: 'y'.repeat(10) })).toThrow(
      'The prompt has 10001 characters (10 of them are the schema); at most 10000 are allowed.',
    );
  });

  test.each(['', '   \n'])('may not be empty: %j', (prompt) => {
    expect(() => checkTask({ prompt, suffix: '' })).toThrow('The prompt is empty.');
  });

  test.each([
    [`Click ${{ name: 'Buy' }}`, '"[object Object]"'],
    [`Type ${Promise.resolve('Ada')} into the name field`, '"[object Promise]"'],
    [`${undefined}`, '"undefined"'],
  ])('may not have what is no text put into it: %j', (prompt, found) => {
    expect(() => checkTask({ prompt, suffix: '' })).toThrow(`The prompt has ${found} in it`);
  });

  test('may be about such words', () => {
    expect(() => checkTask({ prompt: 'Click the cell that says undefined', suffix: '' })).not.toThrow();
  });
});

describe('timeoutMs', () => {
  test.each([undefined, 2_000, 1_800_000])('may be %p', (timeoutMs) => {
    expect(() => checkTimeout(timeoutMs)).not.toThrow();
  });

  test.each([0, 1_999, 1_800_001, 2_500.5, Number.NaN])('may not be %p', (timeoutMs) => {
    expect(() => checkTimeout(timeoutMs)).toThrow(
      `timeoutMs is ${timeoutMs}; it must be a whole number from 2000 to 1800000`,
    );
  });
});

describe('observationDelayMs', () => {
  test.each([undefined, 0, 60_000])('may be %p', (delayMs) => {
    expect(() => checkObservationDelay(delayMs)).not.toThrow();
  });

  test.each([-1, 60_001, 1.5, Number.NaN])('may not be %p', (delayMs) => {
    expect(() => checkObservationDelay(delayMs)).toThrow(
      `observationDelayMs is ${delayMs}; it must be a whole number from 0 to 60000`,
    );
  });
});

describe('maxSteps', () => {
  test.each([1, 30, 199])('may be %p', (maxSteps) => {
    expect(() => checkMaxSteps(maxSteps)).not.toThrow();
  });

  test.each([0, -1, 200, 1.5, Number.NaN])('may not be %p', (maxSteps) => {
    expect(() => checkMaxSteps(maxSteps)).toThrow(
      `maxSteps is ${maxSteps}; it must be a whole number from 1 to 199`,
    );
  });
});

describe('the definition name', () => {
  test.each(['a', 'getting-started_2', 'x'.repeat(40)])('may be %p', (name) => {
    expect(() => checkDefinitionName(name)).not.toThrow();
  });

  test.each(['', 'x'.repeat(41), 'a b', 'a/b', undefined, 7])('may not be %p', (name) => {
    expect(() => checkDefinitionName(name)).toThrow('it must have 1 to 40 characters');
  });
});

describe('the viewport', () => {
  test.each([
    { width: 1600, height: 813 },
    { width: 1280, height: 651 },
    { width: 1920, height: 975 },
  ])('may be $width×$height', (viewport) => {
    expect(() => checkViewport(viewport)).not.toThrow();
  });

  test.each([
    { width: 1279, height: 813 },
    { width: 1600, height: 650 },
    { width: 1920, height: 1080 },
  ])('may not be $width×$height', (viewport) => {
    expect(() => checkViewport(viewport)).toThrow(
      `The viewport is ${viewport.width}×${viewport.height} CSS pixels`,
    );
  });
});
