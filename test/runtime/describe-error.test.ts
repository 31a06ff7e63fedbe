import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { statusOf } from '../../lib/runtime/describe-error.ts';
import { describeError } from '../../lib/runtime/index.ts';
import { hostile } from '../core/hostile.ts';

test('whatever is thrown is described, in JSON of a size that can be sent', () => {
  fc.assert(
    fc.property(hostile(), (make) => {
      const thrown = make();
      const described = describeError(thrown, { requestId: 'r', debug: true });
      expect(described).toMatchObject({ name: expect.any(String), message: expect.any(String) });
      expect(JSON.stringify(described).length).toBeLessThan(10_000_000);
      expect([400, 500]).toContain(statusOf(thrown));
    }),
    { numRuns: 1000 },
  );
});

describe('a description', () => {
  test('names the causes', () => {
    const error = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    expect(describeError(error)).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed (cause: connect ECONNREFUSED)',
    });
  });

  test('is of what came first, where the end of a scope threw as well', () => {
    const first = Object.assign(new Error('no such button'), { code: 'ACT_FAILED' });
    const thrown = {
      name: 'SuppressedError',
      message: 'suppressed',
      error: new Error('disk full'),
      suppressed: first,
    };
    expect(describeError({ ...thrown, suppressed: { ...thrown, error: new Error('x') } })).toMatchObject({
      name: 'Error',
      code: 'ACT_FAILED',
      message: 'no such button (Then, at the end of its scope: x) (Then, at the end of its scope: disk full)',
    });
  });

  test('is cut where a message has no end', () => {
    const { message } = describeError(new Error('x'.repeat(1_000_000)));
    expect(message).toHaveLength(10_000);
    expect(message).toMatch(/x… \(1000000 characters\)$/);
  });

  test('has the issues that can be read, and leaves out the others', () => {
    const issues = [
      { message: 'is missing', path: ['a', { key: 'b' }, 0] },
      null,
      Object.defineProperty({}, 'message', {
        get: () => {
          throw new Error('no');
        },
      }),
    ];
    const error = Object.assign(new Error('bad'), { name: 'ZodError', issues });
    expect(describeError(error)).toMatchObject({
      message: 'The payload is not valid: a.b.0: is missing',
      issues: [{ path: 'a.b.0', message: 'is missing' }],
    });
    expect(statusOf(error)).toBe(400);
  });
});
