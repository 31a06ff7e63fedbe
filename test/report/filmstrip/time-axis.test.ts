import { describe, expect, test } from '@jest/globals';
import type { Film } from '../../../lib/report/filmstrip/film.ts';
import { timeAxis } from '../../../lib/report/filmstrip/time-axis.ts';
import { failedAct, sampleAct, sampleFilm, timeAt } from './sample-film.ts';

const HOUR_MS = 3_600_000;

/** Each block as `id row left+width`. */
function blocksOf(film: Film, now = timeAt(0)): readonly string[][] {
  return timeAxis(film, now).lanes.map(({ blocks }) =>
    blocks.map(({ scene, row, left, width }) => `${scene.act.id} ${row} ${left}+${width}`),
  );
}

describe('when acts follow each other', () => {
  const film = sampleFilm(1000, [[sampleAct('a', 100, 300), sampleAct('b', 400, 900)]]);

  test('each has its place in percent, and what is between them is a gap', () => {
    expect(blocksOf(film)).toEqual([['a 0 10+20', 'b 0 40+50']]);
    const gaps = timeAxis(film, timeAt(0)).lanes[0]?.gaps;
    expect(gaps?.map(({ place, left, width }) => `${place} ${left}+${width}`)).toEqual([
      'before 0+10',
      'between 30+10',
      'after 90+10',
    ]);
  });
});

describe('when sessions run side by side', () => {
  test('each has a lane, and acts are numbered as they began', () => {
    const film = sampleFilm(100, [
      [sampleAct('a', 0, 40), sampleAct('c', 60, 100)],
      [sampleAct('b', 20, 80)],
      [],
    ]);
    const { lanes } = timeAxis(film, timeAt(0));
    expect(lanes.map(({ blocks }) => blocks.map(({ scene }) => `${scene.number}${scene.act.id}`))).toEqual([
      ['1a', '3c'],
      ['2b'],
      [],
    ]);
    expect(lanes[2]?.gaps.map(({ place }) => place)).toEqual(['all']);
  });
});

describe('when acts are short in a long run', () => {
  const MINUTES_30 = 1_800_000;
  /** Acts that follow each other at once. */
  const acts = (count: number, eachMs: number) =>
    Array.from({ length: count }, (_, index) =>
      sampleAct(`${index}`, 60_000 + index * eachMs, 60_000 + (index + 1) * eachMs),
    );
  const laneOf = (own: Parameters<typeof sampleFilm>[1][number]) => {
    const [lane] = timeAxis(sampleFilm(MINUTES_30, [own]), timeAt(0)).lanes;
    if (lane === undefined) throw new Error('no lane');
    return lane;
  };
  /** How much of the axis two blocks have in common, at most. */
  const overlapOf = ({ blocks }: ReturnType<typeof laneOf>): number =>
    Math.max(
      ...blocks.flatMap((one) =>
        blocks
          .filter((other) => other.row === one.row && other.left > one.left)
          .map((other) => one.left + one.shownWidth - other.left),
      ),
    );

  test('each can be pointed at, in its place, with nothing above it', () => {
    const lane = laneOf(acts(14, 2500));
    expect(lane.rows).toBe(6);
    expect(overlapOf(lane)).toBeLessThan(0.001);
    for (const { shownWidth, width } of lane.blocks)
      expect({ shownWidth, width }).toEqual({ shownWidth: 0.8, width: 0.139 });
  });

  test('those that have room stay in a row', () => {
    expect(laneOf([sampleAct('a', 0, 2500), sampleAct('b', 15_000, 17_500)]).rows).toBe(1);
  });

  test('however many there are, the lane stays low, and none lies on another', () => {
    const lane = laneOf(acts(500, 1000));
    expect(lane.rows).toBe(6);
    expect(overlapOf(lane)).toBeLessThan(0.01);
    expect(Math.min(...lane.blocks.map(({ shownWidth }) => shownWidth))).toBeGreaterThan(0.3);
  });
});

describe('when times are odd', () => {
  test('acts that overlap in a session lie below each other', () => {
    const film = sampleFilm(100, [[sampleAct('a', 0, 50), sampleAct('b', 20, 70), sampleAct('c', 60, 100)]]);
    expect(blocksOf(film)).toEqual([['a 0 0+50', 'b 1 20+50', 'c 0 60+40']]);
    expect(timeAxis(film, timeAt(0)).lanes[0]?.rows).toBe(2);
  });

  test('an act without an end goes on until its run ended', () => {
    expect(blocksOf(sampleFilm(100, [[sampleAct('a', 20, undefined)]]))).toEqual([['a 0 20+80']]);
  });

  test('what is going on goes on until now', () => {
    const film = sampleFilm(0, [[sampleAct('a', 50, undefined)]], { status: 'RUNNING', endedAt: undefined });
    expect(blocksOf(film, timeAt(200))).toEqual([['a 0 25+75']]);
  });

  test('an act of no length has a place', () => {
    expect(blocksOf(sampleFilm(100, [[sampleAct('a', 50, 50)]]))).toEqual([['a 0 50+0']]);
  });

  test('an act that ended before it began has no length', () => {
    expect(blocksOf(sampleFilm(100, [[sampleAct('a', 50, 10)]]))).toEqual([['a 0 50+0']]);
  });

  test('an act outside of its run, by another clock, makes the axis longer', () => {
    const film = sampleFilm(100, [[sampleAct('a', -100, 0), sampleAct('b', 150, 300)]]);
    const axis = timeAxis(film, timeAt(0));
    expect([axis.durationMs, axis.run]).toEqual([400, { left: 25, width: 25 }]);
    expect(blocksOf(film)).toEqual([['a 0 0+25', 'b 0 62.5+37.5']]);
  });

  test('a run that cannot be dated is drawn from its acts', () => {
    const film = sampleFilm(0, [[sampleAct('a', 0, 10), sampleAct('b', 10, 20)]], {
      ...{ startedAt: new Date(Number.NaN), endedAt: new Date(Number.NaN) },
    });
    expect(blocksOf(film)).toEqual([['a 0 0+50', 'b 0 50+50']]);
  });

  test.each([
    [10, ['0', '2 ms', '4 ms', '6 ms', '8 ms']],
    [52_200, ['0', '10 s', '20 s', '30 s', '40 s', '50 s']],
    [95_000, ['0', '30 s', '1 min', '1 min 30 s']],
    [8 * HOUR_MS, ['0', '2 h', '4 h', '6 h']],
    [100 * HOUR_MS, ['0', '1 d', '2 d', '3 d']],
    [0, ['0']],
  ])('a run of %d ms has marks at round times', (lengthMs, labels) => {
    expect(timeAxis(sampleFilm(lengthMs, []), timeAt(0)).ticks.map(({ label }) => label)).toEqual(labels);
  });
});

describe('when a run failed', () => {
  const failed = (acts: Parameters<typeof sampleFilm>[1][number], message?: string): string => {
    const error = message === undefined ? undefined : { type: 'Error', message };
    const { failure } = timeAxis(sampleFilm(100, [acts], { status: 'FAILED', error }), timeAt(0));
    return failure !== undefined && 'scene' in failure
      ? `${failure.kind} ${failure.scene.act.id}`
      : String(failure?.kind);
  };
  const ok = sampleAct('ok', 0, 10);
  const bad = failedAct('bad', 20, 30, 'There is no button.');

  test.each([
    [
      'in the act that says the same',
      [bad, sampleAct('ok', 40, 50)],
      'ActError: There is no button.',
      'in-act bad',
    ],
    ['in the last that failed, when nobody said why', [bad], undefined, 'in-act bad'],
    ['outside of acts, when it says something else', [bad], 'The disk is full, sorry.', 'outside'],
    ['outside of acts, when none failed', [ok], 'The disk is full, sorry.', 'outside'],
    ['before any act', [], undefined, 'outside'],
    ['while an act was going on', [ok, sampleAct('open', 20, undefined)], 'Killed.', 'during-act open'],
  ])('it is known where: %s', (_, acts, message, where) => {
    expect(failed(acts, message)).toBe(where);
  });

  test('a failed act whose error was caught makes no failed run', () => {
    expect(timeAxis(sampleFilm(100, [[bad]]), timeAt(0)).failure).toBeUndefined();
  });
});

test('an act that was going on when its run was over did not end, and is not said to go on', () => {
  const [lane] = timeAxis(
    sampleFilm(100, [[sampleAct('a', 20, undefined)]], { status: 'FAILED' }),
    timeAt(500),
  ).lanes;
  expect(lane?.blocks[0]).toMatchObject({
    isOpen: true,
    durationMs: 80,
    scene: { act: { status: 'DID_NOT_END', endedAt: timeAt(100) } },
  });
});
