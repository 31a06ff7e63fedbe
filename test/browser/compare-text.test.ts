import { describe, expect, test } from '@jest/globals';
import { compareText } from '../../lib/browser/actions/compare-text.ts';
import type { FieldReading, ShownField } from '../../lib/browser/actions/field-reading.ts';

const field = (text: string, more: Partial<ShownField> = {}): FieldReading => ({
  fields: [{ text, before: '', isRich: false, isSecret: false, isForeign: false, selectedEnd: '', ...more }],
  row: [],
  around: { before: '', now: '' },
  editor: undefined,
});
/** A row of fields by what they show, and by what they had where "=" follows. */
function row(...shown: string[]): FieldReading {
  const fields = shown.map((each) => each.split('='));
  const [first] = fields;
  return {
    ...field(first?.[0] ?? '', { before: first?.[1] ?? '' }),
    row: fields.map(([text = '', before = '']) => ({ text, before, isBox: true })),
  };
}
const rich = (text: string, before = ''): FieldReading => field(text, { isRich: true, before });
const editor = (before: string, now: string): FieldReading => ({ ...field(''), editor: { before, now } });

describe('what a page shows of a text that was typed', () => {
  test.each<[string, FieldReading, string]>([
    ['abc', field('abc'), 'taken'],
    ['a\r\nb', field('a\nb'), 'taken'],
    ['1234567890', field('(123) 456-7890'), 'formatted'],
    ['+15551234567', field('+1 (555) 123-4567'), 'formatted'],
    ['abc', field('ABC'), 'formatted'],
    ['a@b.example ', field('a@b.example'), 'formatted'],
    ['1234.5', field('$1,234.50'), 'formatted'],
    ['1234,5', field('1.234,50 €'), 'formatted'],
    ['-5', field('5'), 'different'],
    ['12.5', field('125'), 'different'],
    ['1234567890', field('12345'), 'different'],
    ['Lon', field('London'), 'different'],
    ['abc', field(''), 'different'],
    ['', field('old'), 'different'],
    ['1234', row('1', '2', '3', '4'), 'taken'],
    ['123-45-6789', row('123', '45', '6789'), 'taken'],
    ['12345', row('123', '45=45'), 'different'],
    ['12.5', row('1', '2', '5'), 'different'],
    ['+', row('-', ''), 'different'],
    ['', row('-=-', ''), 'different'],
    ['1234', row('', '', '', ''), 'emptied'],
    ['red,green,', { ...field(''), around: { before: 'Add', now: 'Add red × green ×' } }, 'emptied'],
    ['red', { ...field(''), around: { before: 'red', now: 'red' } }, 'different'],
    ['Germ', field('Germany', { selectedEnd: 'any' }), 'formatted'],
    ['1', field('15', { selectedEnd: '5' }), 'different'],
    ['@bob', rich('Bob Smith '), 'formatted'],
    ['e\u0301t\u00e9', field('\u00e9te\u0301'), 'taken'],
    ['abc', { ...field(''), fields: [] }, 'gone'],
    ['abc', field('', { isForeign: true }), 'gone'],
    ['abc', field('abc', { isForeign: true }), 'taken'],
    ['one  two', rich('one\u00a0 two\n'), 'taken'],
    ['one\ntwo', rich('one\n\ntwo'), 'taken'],
    ['one\ntwo', rich('onetwo'), 'formatted'],
    ['', rich('Write something…', 'old'), 'taken'],
    ['', rich('old', 'old text'), 'different'],
    ['new', editor('1\nold text', '1\nnew'), 'taken'],
    ['new\nlines', editor('1\nold text', '1\nnew\n2\nlines'), 'taken'],
    ['new', editor('1\nold text', '1\nold textnew'), 'different'],
    ['', editor('1\nold text', '1\n'), 'taken'],
    [
      'abc',
      { ...field(''), fields: [], editor: { before: 'Press a key', now: 'Press a key' } },
      'unreadable',
    ],
  ])('%j and %j: it is %s', (wanted, reading, verdict) => {
    expect(compareText(wanted, reading).is).toBe(verdict);
  });
});
