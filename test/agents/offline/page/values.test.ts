import { describe, expect, test } from '@jest/globals';
import { moneyOf, numberOf, shapeIn } from '../../../../lib/agents/offline/page/values.ts';

describe('a number in a text', () => {
  test.each([
    ['1,299.50', 1299.5],
    ['1.299,00 €', 1299],
    ['¥3,800', 3800],
    ['£1,120', 1120],
    ['12.4 km²', 12.4],
    ['−$5', -5],
    ['A-77', 77],
    ['none', null],
  ])('%s is %s', (text, number) => {
    expect(numberOf(text)).toBe(number);
  });
});

describe('an amount of money in a text', () => {
  test.each([
    ['from €89 a night', '€89'],
    ['5,40 €', '5,40 €'],
    ['Qty: 2 £9.00', '£9.00'],
    ['$99.00 USD', '$99.00'],
    ['24 rooms', null],
  ])('%s: %s', (text, money) => {
    expect(moneyOf(text)?.text ?? null).toBe(money);
  });
});

describe('a date in a text', () => {
  test.each([
    ['Posted on February 11, 2026', 'February 11, 2026'],
    ['By Omar Bell · 14 July 2026', '14 July 2026'],
    ['due 2026-09-01', '2026-09-01'],
    ['you may go', null],
  ])('%s: %s', (text, date) => {
    expect(shapeIn(text, 'date')).toBe(date);
  });
});
