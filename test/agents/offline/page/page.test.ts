import { describe, expect, test } from '@jest/globals';
import { groupsIn } from '../../../../lib/agents/offline/page/groups.ts';
import { readPage } from '../../../../lib/agents/offline/page/page.ts';
import { tablesIn } from '../../../../lib/agents/offline/page/tables.ts';
import { seenText, textOf } from '../../../../lib/agents/offline/page/text.ts';
import { observeHtml } from '../observe-html.ts';

const pageOf = (html: string) => readPage(observeHtml(html));

describe('text', () => {
  test('for screen readers only is not what is seen', () => {
    const [heading] = pageOf('<h1><span data-box="0,0,1,1">Collection: </span>Shoes</h1>').elements.filter(
      ({ tag }) => tag === 'h1',
    );

    expect(heading && textOf(heading)).toBe('Collection: Shoes');
    expect(heading && seenText(heading)).toBe('Shoes');
  });
});

describe('tables', () => {
  test('are read from roles as from tags, without header and footer rows', () => {
    const native =
      '<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody><tfoot><tr><td>Sum</td><td>2</td></tr></tfoot></table>';
    const roles =
      '<div role="table"><div role="row"><b role="columnheader">A</b><b role="columnheader">B</b></div><div role="row"><i role="cell">1</i><i role="cell">2</i></div></div>';
    const tables = tablesIn(pageOf(native + roles).root);

    expect(tables.map(({ headers }) => headers)).toEqual([
      ['A', 'B'],
      ['A', 'B'],
    ]);
    expect(tables.map(({ rows }) => rows.length)).toEqual([1, 1]);
  });
});

describe('groups', () => {
  test('inside an item are not named after the list around it', () => {
    const item = '<div role="listitem"><span>Ann</span><span>Hello</span><span>Jul 4</span></div>';
    const groups = groupsIn(pageOf(`<div role="list" aria-label="Messages">${item}${item}</div>`).root);

    expect(
      groups.filter(({ context }) => context.includes('Messages')).map(({ items }) => items.length),
    ).toEqual([2]);
  });

  test('of navigation are marked as marginal', () => {
    const groups = groupsIn(pageOf('<nav><ul><li>Home page</li><li>Contact us</li></ul></nav>').root);

    expect(groups.every(({ marginal }) => marginal)).toBe(true);
  });
});
