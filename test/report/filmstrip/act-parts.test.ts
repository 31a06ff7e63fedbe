import { describe, expect, test } from '@jest/globals';
import type { ActTrace } from '../../../lib/contract/act-trace.ts';
import { actParts, timeOfParts } from '../../../lib/report/filmstrip/act-parts.ts';
import { START_MS, sampleStep, sampleTrace } from './sample-film.ts';

const span = { startMs: START_MS, endMs: START_MS + 100 };

/** Each part as `kind from-to`. */
const partsOf = (act: ActTrace): readonly string[] =>
  actParts(act, span).map(({ kind, fromMs, toMs }) => `${kind} ${fromMs}-${toMs}`);

test('the service works from question to answer, the browser in between', () => {
  const act = sampleTrace([sampleStep(1, 10, 20), sampleStep(2, 50, 30)]);
  expect(partsOf(act)).toEqual([
    'browser 0-10',
    'service 10-30',
    'browser 30-50',
    'service 50-80',
    'browser 80-100',
  ]);
  expect(timeOfParts(actParts(act, span))).toEqual({ service: 50, browser: 50, people: 0 });
});

describe('when people are asked', () => {
  const asks = [['human_Approve', { message: 'Pay?' }]] as const;
  const steps = [sampleStep(1, 0, 10, asks), sampleStep(2, 70, 10)];

  test('the time until the next step is theirs', () => {
    expect(partsOf(sampleTrace(steps))).toContain('people 10-70');
  });

  test('or as much of it as was noted', () => {
    const { metadata, ...rest } = sampleTrace(steps);
    const act = { ...rest, metadata: { ...metadata, human_wait_time_s: 0.04 } };
    expect(partsOf(act)).toEqual([
      'service 0-10',
      'people 10-50',
      'browser 50-70',
      'service 70-80',
      'browser 80-100',
    ]);
  });

  test('also when nobody answered until the end', () => {
    expect(partsOf(sampleTrace(steps.slice(0, 1)))).toEqual(['service 0-10', 'people 10-100']);
  });
});

describe('when times are odd', () => {
  test('nothing is claimed when nobody noted how long the service took', () => {
    expect(partsOf(sampleTrace([sampleStep(1, 10, undefined)]))).toEqual([]);
    expect(partsOf(sampleTrace([]))).toEqual([]);
  });

  test('a question without an answer was waited for until the end', () => {
    expect(partsOf(sampleTrace([sampleStep(1, 0, 10), sampleStep(2, 40, undefined, [])]))).toEqual([
      'service 0-10',
      'browser 10-40',
      'service 40-100',
    ]);
  });

  test.each([
    ['behind', -5000],
    ['ahead', 5000],
  ])('steps by a clock that is %s are moved into the act', (_, skewMs) => {
    const act = sampleTrace([sampleStep(1, skewMs + 10, 20), sampleStep(2, skewMs + 60, 20)]);
    expect(timeOfParts(actParts(act, span))).toEqual({ service: 40, browser: 60, people: 0 });
  });

  test('an act of no length has no parts', () => {
    expect(actParts(sampleTrace([sampleStep(1, 0, 10)]), { startMs: START_MS, endMs: START_MS })).toEqual([]);
  });

  test('answers that took longer than the act end with it', () => {
    expect(partsOf(sampleTrace([sampleStep(1, 0, 900)]))).toEqual(['service 0-100']);
  });
});
