import { describe, expect, test } from '@jest/globals';
import { causeOf, type SettleView } from '../../lib/browser/settle/policy.ts';
import type { TrackedFacts } from '../../lib/browser/settle/tracked-facts.ts';

const STILL: TrackedFacts = {
  documentId: 1,
  document: 'ready',
  isFresh: false,
  hasScripts: true,
  isEmpty: false,
  isLeaving: false,
  isAnimating: false,
  hasCarriers: false,
  looksBusy: false,
  touches: 0,
  isPlain: true,
};

const causeAfter = (
  facts: Partial<TrackedFacts>,
  view: Partial<SettleView> = {},
): ReturnType<typeof causeOf> =>
  causeOf({
    frames: [{ ...STILL, ...facts }],
    isRequesting: false,
    requestEndedMsAgo: undefined,
    hasHelpers: false,
    actionMsAgo: 20,
    ...view,
  });

describe('a page is still', () => {
  test('at once, when no script of it heard of the action and nothing is under way', () => {
    expect(causeAfter({})).toBeUndefined();
  });

  test('at once, whatever loops and channels it has, when no script heard of the action', () => {
    expect(causeAfter({ hasCarriers: true }, { hasHelpers: true })).toBeUndefined();
  });

  test('when a script heard of the action and changed the page, and the change is over', () => {
    expect(causeAfter({ heardMsAgo: 70, newsMsAgo: 65 })).toBeUndefined();
  });

  test('when nothing came of what a script heard for a while', () => {
    expect(causeAfter({ heardMsAgo: 300 })).toBeUndefined();
  });

  test('when it does not answer, after a while', () => {
    expect(causeOf({ ...VIEW_OF_UNKNOWN, actionMsAgo: 1_300 })).toBeUndefined();
  });
});

describe('a page is perhaps busy', () => {
  test.each<[string, Partial<TrackedFacts>, Partial<SettleView>, string]>([
    ['a request is under way', {}, { isRequesting: true }, 'request'],
    ['a timer is due', { pending: 'timer' }, {}, 'activity'],
    ['an animation runs that the action started', { isAnimating: true }, {}, 'animation'],
    ['its document comes', { document: 'loading' }, {}, 'document'],
    ['it leaves', { isLeaving: true }, {}, 'navigation'],
    ['it says that it is', { looksBusy: true, heardMsAgo: 900, newsMsAgo: 895 }, {}, 'look'],
    ['a script heard of the action, and nothing came of it yet', { heardMsAgo: 100 }, {}, 'doubt'],
    ['the same, and a loop may bring it', { heardMsAgo: 1_000, hasCarriers: true }, {}, 'doubt'],
    ['the same, and a worker may bring it', { heardMsAgo: 1_000 }, { hasHelpers: true }, 'doubt'],
    [
      'a request ended, and nothing came of it yet',
      { heardMsAgo: 700, newsMsAgo: 690 },
      { requestEndedMsAgo: 100 },
      'doubt',
    ],
    ['it is a new document without content', { isFresh: true, isEmpty: true, heardMsAgo: 900 }, {}, 'empty'],
    ['it has just changed', { newsMsAgo: 10, heardMsAgo: 12 }, {}, 'change'],
  ])('when %s', (_name, facts, view, cause) => {
    expect(causeAfter(facts, view)).toBe(cause);
  });

  test('when one of its frames is', () => {
    const view = { frames: [STILL, { ...STILL, pending: 'timer' }] };
    expect(causeAfter({}, view)).toBe('activity');
  });

  test('when nobody knows', () => {
    expect(causeOf(VIEW_OF_UNKNOWN)).toBe('silence');
  });
});

const VIEW_OF_UNKNOWN: SettleView = {
  frames: ['unknown'],
  isRequesting: false,
  requestEndedMsAgo: undefined,
  hasHelpers: false,
  actionMsAgo: 300,
};
