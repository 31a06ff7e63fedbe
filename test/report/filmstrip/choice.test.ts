import { describe, expect, test } from '@jest/globals';
import { type Choice, choiceOf, neighboursOf } from '../../../lib/report/filmstrip/choice.ts';
import { failedAct, sampleAct, sampleFilm, sampleStep, sampleTrace } from './sample-film.ts';

const twoSteps = (fromMs: number) => sampleTrace([sampleStep(1, fromMs, 1), sampleStep(2, fromMs + 2, 1)]);
const acts = [
  [sampleAct('a', 0, 5, { trace: twoSteps(0) }), sampleAct('c', 20, 25, { trace: twoSteps(20) })],
  [sampleAct('b', 10, 15, { trace: twoSteps(10) })],
];
const film = sampleFilm(100, acts);
const named = (choice: Pick<Choice, 'scene' | 'step'> | undefined): string | undefined =>
  choice && `${choice.scene.act.id}${choice.step?.number ?? ''}`;

describe('when nothing is chosen', () => {
  test('it is the first step', () => expect(named(choiceOf(film, {}))).toBe('a1'));

  test('of a failed run the last step of the act that failed', () => {
    const bad = failedAct('bad', 30, 40, 'There is no button.');
    const failed = sampleFilm(100, [[...(acts[0] ?? []), bad, sampleAct('d', 50, 60)]], { status: 'FAILED' });
    expect(named(choiceOf(failed, {}))).toBe('bad1');
  });

  test('of one that failed outside of acts the last that was seen', () => {
    expect(named(choiceOf({ ...film, status: 'FAILED' }, {}))).toBe('c2');
  });

  test('of a run without acts nothing', () => {
    expect(choiceOf(sampleFilm(1, [[]]), {})).toBeUndefined();
  });
});

describe('when an address chooses', () => {
  test.each([
    [{ actId: 'b', step: '2' }, 'b2'],
    [{ actId: 'b' }, 'b'],
    [{ actId: 'b', step: '3' }, 'b'],
    [{ actId: 'b', step: '__proto__' }, 'b'],
    [{ actId: 'none' }, undefined],
    [{ step: '1' }, 'a1'],
  ])('%j is %s', (asked, chosen) => {
    expect(named(choiceOf(film, asked))).toBe(chosen);
  });
});

describe('the steps before and after', () => {
  test.each([
    [{ actId: 'a', step: '1' }, undefined, 'a2'],
    [{ actId: 'a', step: '2' }, 'a1', 'c1'],
    [{ actId: 'c', step: '2' }, 'c1', 'b1'],
    [{ actId: 'b', step: '2' }, 'b1', undefined],
    [{ actId: 'c' }, 'a2', 'c1'],
  ])('of %j go on through its session, then the next', (asked, before, after) => {
    const choice = choiceOf(film, asked);
    const found = choice && neighboursOf(film, choice);
    expect([named(found?.before), named(found?.after)]).toEqual([before, after]);
  });
});
