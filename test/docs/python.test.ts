import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as sdk from '../../lib/sdk/index.ts';
import { quoted, root, rows, section } from './markdown.ts';

describe('the comparison with the Python SDK', () => {
  // Theirs, ours, how they compare, what shows it.
  const table = rows(section('docs/compatibility.md', 'The SDK')).filter(([, here]) => here !== 'Here');

  test('says of each thing whether it is the same, better or left out, and why', () => {
    expect(table.length).toBeGreaterThan(60);
    expect(table.filter(([, , how = '']) => !/^(?:same|better|only here|left out: .+)/.test(how))).toEqual(
      [],
    );
    expect(table.filter((cells) => cells.length !== 4 || /\bmissing\b/.test(cells.join(' ')))).toEqual([]);
  });

  test('names tests that exist, of everything that is there', () => {
    const withoutTest = table.filter(
      ([, , how = '', shownBy = '']) =>
        !how.startsWith('left out') && !/`test\//.test(shownBy) && !/^no test: .+/.test(shownBy),
    );
    const named = table.flatMap(([, , , shownBy = '']) => quoted(shownBy));

    expect(withoutTest).toEqual([]);
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

describe('errors by the names of Python', () => {
  const table = rows(section('docs/coming-from-python.md', 'Errors'));

  test('have counterparts that are exported', () => {
    const ours = table.slice(1).flatMap(([, here = '']) => quoted(here));

    expect(ours.length).toBeGreaterThan(30);
    expect(ours.filter((name) => !(name in sdk))).toEqual([]);
  });

  test('of the SDK are all in the table', () => {
    const ours = table.flatMap(([, here = '']) => quoted(here));
    const exported = Object.entries(sdk)
      .filter(([, value]) => typeof value === 'function' && value.prototype instanceof sdk.NovaActError)
      .map(([name]) => name);

    expect(exported.filter((name) => !ours.includes(name))).toEqual([]);
  });
});
