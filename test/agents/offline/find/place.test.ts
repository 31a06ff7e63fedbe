import { describe, expect, test } from '@jest/globals';
import { findClickable } from '../../../../lib/agents/offline/find/clickable.ts';
import { findSearchField } from '../../../../lib/agents/offline/find/search-field.ts';
import { parseTarget } from '../../../../lib/agents/offline/language/parse-target.ts';
import { mask } from '../../../../lib/agents/offline/language/quotes.ts';
import { attribute } from '../../../../lib/agents/offline/page/dom.ts';
import { readPage } from '../../../../lib/agents/offline/page/page.ts';
import { observeHtml } from '../observe-html.ts';

function clicked(html: string, phrase: string): string | null {
  const { text, parts } = mask(phrase);
  const target = parseTarget(text, parts);
  const element = target === null ? null : findClickable(readPage(observeHtml(html)), target);
  return element === null ? null : attribute(element, 'id');
}

const row = (name: string, id: string): string =>
  `<tr><td>${name}</td><td><button id="${id}">Edit</button></td></tr>`;
const TABLE = `<h1>Projects</h1><table>${row('Website', 'web')}${row('Mobile', 'mob')}</table>`;

describe('of like buttons', () => {
  test.each([
    ["the 'Edit' button in the row for Mobile", 'mob'],
    ["the 'Edit' button for the Mobile project", 'mob'],
    ["the second 'Edit' button", 'mob'],
    ["the 'Edit' button for the Desktop project", null],
  ])('%s: %s', (phrase, id) => {
    expect(clicked(TABLE, phrase)).toBe(id);
  });
});

describe('the field to search with', () => {
  test.each([
    [
      '<form><input id="a" placeholder="Where to?"><input id="d" type="date"><button>Search</button></form>',
      'a',
    ],
    ['<input id="x" name="email"><div role="search"><input id="b" placeholder="Find projects"></div>', 'b'],
    ['<form><input id="e" type="email"><button>Subscribe</button></form>', null],
  ])('in %s is %s', (html, id) => {
    const field = findSearchField(readPage(observeHtml(html)), null);

    expect(field === null ? null : attribute(field, 'id')).toBe(id);
  });
});
