import { describe, expect, test } from '@jest/globals';
import type { TakeOverInput } from '../../../../lib/contract/take-over.ts';
import { MessageBudget } from '../../../../lib/sdk/human/take-over/message-budget.ts';
import { readHello } from '../../../../lib/sdk/human/take-over/read-hello.ts';
import { readTakeOverInput } from '../../../../lib/sdk/human/take-over/read-take-over-input.ts';

const pointer = {
  type: 'pointer',
  event: 'down',
  x: 1.5,
  y: 2,
  button: 'left',
  clickCount: 1,
  modifiers: 0,
} as const;
const RIGHT: readonly object[] = [
  pointer,
  { type: 'shown', frame: 1 },
  { type: 'wheel', x: 0, y: 0, deltaX: 0, deltaY: -120.5, modifiers: 8 },
  { type: 'key', event: 'down', key: 'a', code: 'KeyA', modifiers: 0 },
  { type: 'key', event: 'up', key: 'ArrowLeft', code: '', modifiers: 15 },
  { type: 'key', event: 'up', key: '😀', code: '', modifiers: 0 },
  { type: 'text', text: 'one\ntwo' },
  { type: 'tab', id: '3' },
  { type: 'navigate', to: 'back' },
  { type: 'leave' },
] satisfies readonly TakeOverInput[];

describe('what a page says', () => {
  test.each(RIGHT)('%j is taken', (input) => {
    expect(readTakeOverInput(JSON.stringify(input))).toEqual(input);
  });

  test.each([
    'no JSON',
    '[]',
    'null',
    '{}',
    ...[
      { type: 'toString' },
      { type: '__proto__' },
      { type: 'click' },
      { ...pointer, x: '1' },
      { ...pointer, x: 1e9 },
      { ...pointer, y: null },
      { ...pointer, event: 'press' },
      { ...pointer, button: 'back' },
      { ...pointer, clickCount: 4 },
      { ...pointer, clickCount: 1.5 },
      { ...pointer, modifiers: 16 },
      { ...pointer, modifiers: -1 },
      { ...pointer, buttons: 1 },
      { ...pointer, toString: 1 },
      { type: 'shown' },
      { type: 'leave', now: true },
      { type: 'shown', frame: 0 },
      { type: 'text', text: '' },
      { type: 'text', text: 'x'.repeat(10_001) },
      { type: 'key', event: 'down', key: 'x'.repeat(40), code: '', modifiers: 0 },
      { type: 'key', event: 'down', key: '', code: '', modifiers: 0 },
      { type: 'key', event: 'down', key: '\u0007', code: '', modifiers: 0 },
      { type: 'key', event: 'down', key: 'a', code: 'Key A', modifiers: 0 },
      { type: 'tab', id: 'x' },
      { type: 'navigate', to: 'https://example.com' },
    ].map((input) => JSON.stringify(input)),
    '{"type":"text","text":"a","__proto__":{}}',
    JSON.stringify({ type: 'text', text: '€'.repeat(10_400) }),
  ])('%s is refused', (text) => {
    expect(readTakeOverInput(text)).toEqual({ problem: expect.any(String) });
  });

  test('why it is refused does not say what it was', () => {
    const { problem } = readTakeOverInput('{"type":"text","text":"secret","more":1}') as { problem: string };
    expect(problem).not.toContain('secret');
  });
});

describe('a hello', () => {
  const secret = 'a'.repeat(43);
  const hello = { questionId: 'q', claim: secret };
  const said = (value: unknown, more = {}): string => JSON.stringify({ novaActTakeOver: value, ...more });

  test('is read', () => {
    expect(readHello(said(hello))).toEqual({ hello });
  });

  test.each(['{"payload":1}', 'novaActTakeOver', '["novaActTakeOver"]', said(hello).padEnd(31_001)])(
    '%.40s is none',
    (text) => {
      expect(readHello(text)).toBeUndefined();
    },
  );

  test.each([
    said(null),
    said({ ...hello, claim: 'short' }),
    said({ ...hello, claim: undefined }),
    said({ ...hello, questionId: 1 }),
    said({ ...hello, questionId: 'q'.repeat(101) }),
    said({ ...hello, more: 1 }),
    said(hello, { more: 1 }),
  ])('%s is a wrong one', (text) => {
    expect(readHello(text)).toEqual({ hello: undefined });
  });
});

test('hands are never too fast; floods are refused, and end when they do not stop', () => {
  const budget = new MessageBudget(0);
  for (let ms = 0; ms < 60_000; ms += 5) expect(budget.take(ms)).toBe('taken');
  const answers = Array.from({ length: 1600 }, () => budget.take(60_000));
  expect(answers.indexOf('refused')).toBeGreaterThan(400);
  expect(answers.at(-1)).toBe('ended');
  const steady = new MessageBudget(0);
  const slower = Array.from({ length: 5000 }, (_, index) => steady.take(index));
  expect(slower.at(-1)).toBe('ended');
});
