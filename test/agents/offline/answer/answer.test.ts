import { describe, expect, test } from '@jest/globals';
import { coerce } from '../../../../lib/agents/offline/answer/coerce.ts';
import { paragraphsOf } from '../../../../lib/agents/offline/answer/prose.ts';
import { isOneOfMany, valueIn } from '../../../../lib/agents/offline/answer/value.ts';
import { readPage } from '../../../../lib/agents/offline/page/page.ts';
import { textOf } from '../../../../lib/agents/offline/page/text.ts';
import { observeHtml } from '../observe-html.ts';

const pageOf = (html: string) => readPage(observeHtml(html));
const card = (name: string, price: string): string => `<li><h3>${name}</h3><p>${price}</p></li>`;

describe('the price of a page', () => {
  test.each([
    ['one product', '<h1>Mug</h1><p>$5</p>', '$5', false],
    ['many products', `<ul>${card('Mug', '$5')}${card('Pot', '$9')}</ul>`, null, true],
    ['many products that cost the same', `<ul>${card('Mug', '$5')}${card('Pot', '$5')}</ul>`, '$5', false],
    [
      'one product and others like it',
      `<h1>Jar</h1><p>$7</p><ul>${card('Mug', '$5')}${card('Pot', '$9')}</ul>`,
      '$7',
      false,
    ],
  ])('with %s', (_, html, price, many) => {
    const page = pageOf(html);

    expect(valueIn(page.root, 'price', page)).toBe(price);
    expect(isOneOfMany(page, 'price')).toBe(many);
  });
});

describe('the paragraphs of a page', () => {
  test('are its prose, without standfirst, byline, date and captions', () => {
    const page = pageOf(
      '<main><h1>Trains</h1><p>Sleepers are back again.</p><p>By Oona Reed</p><p>May 8, 2026</p><p>The platform is full.</p><figure><figcaption><p>The train, seen from above.</p></figcaption></figure><p>Nobody knows quite why.</p></main><footer><p>All rights are reserved.</p></footer>',
    );

    expect(paragraphsOf(page).map(textOf)).toEqual(['The platform is full.', 'Nobody knows quite why.']);
  });
});

describe('what a page says, as the schema wants it', () => {
  test.each([
    ['1.299,00 €', { type: 'number' }, 1299],
    ['Free', { type: 'number' }, 0],
    ['sold out', { type: 'boolean' }, false],
    ['administrator', { enum: ['Administrator', 'Viewer'] }, 'Administrator'],
    [12, { type: 'string' }, '12'],
  ])('%j as %j', (value, schema, wanted) => {
    expect(coerce(value, schema, 'it')).toEqual({ found: true, value: wanted });
  });

  test.each([
    ['soon', { type: 'number' }, 'a number for it'],
    ['2.5', { type: 'integer' }, 'a whole number for it'],
    ['perhaps', { type: 'boolean' }, 'yes or no for it'],
    ['Guest', { enum: ['Administrator', 'Viewer'] }, 'one of "Administrator", "Viewer"'],
  ])('refuses %j as %j', (value, schema, words) => {
    const result = coerce(value, schema, 'it');

    expect(result.found ? '' : result.missing).toContain(words);
  });
});
