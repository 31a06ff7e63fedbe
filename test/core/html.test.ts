import { describe, expect, test } from '@jest/globals';
import { html } from '../../lib/core/html.ts';

describe('when a value stands in a template', () => {
  test('text is escaped for markup and for attributes', () => {
    expect(html`<a title="${`"><script>'&\``}">${'<b>'}</a>`.toString()).toBe(
      '<a title="&#34;&#62;&#60;script&#62;&#39;&#38;&#96;">&#60;b&#62;</a>',
    );
  });

  test('markup of another template is kept, lists are joined, nothing is nothing', () => {
    expect(html`<p>${[html`<i>${1}</i>`, 'a', undefined, null, false, ['b']]}</p>`.toString()).toBe(
      '<p><i>1</i>ab</p>',
    );
  });
});
