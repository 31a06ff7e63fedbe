import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { LinkedSignal } from '../../lib/core/linked-signal.ts';

describe('a linked signal', () => {
  test('is aborted with the first of its sources, for the same reason', () => {
    const [one, other] = [new AbortController(), new AbortController()];
    using linked = new LinkedSignal(one.signal, undefined, other.signal);
    expect(linked.signal.aborted).toBe(false);

    const reason = new Error('enough');
    other.abort(reason);
    one.abort(new Error('later'));
    expect(linked.signal.reason).toBe(reason);
  });

  test('is aborted at once when a source is', () => {
    using linked = new LinkedSignal(new AbortController().signal, AbortSignal.abort('over'));
    expect(linked.signal.reason).toBe('over');
  });

  test('leaves nothing at its sources, and is left alone by them, when it is disposed of', () => {
    const source = new AbortController();
    const linked = new LinkedSignal(source.signal);
    expect(getEventListeners(source.signal, 'abort')).toHaveLength(1);

    linked[Symbol.dispose]();
    expect(getEventListeners(source.signal, 'abort')).toHaveLength(0);
    source.abort();
    expect(linked.signal.aborted).toBe(false);
  });
});
