import type { Clause } from '../language/intents.ts';
import { displayName } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { ControlKind } from '../page/roles.ts';

const MAX_NAMES = 12;

/** Why the act ends without a result: what was understood, what was missed, and what the page offers instead. */
export function failureText(clauses: readonly Clause[], missed: string, page: Page | null): string {
  const understood = clauses.length === 0 ? 'nothing' : said(clauses);
  return [
    `I understood: ${understood}.`,
    `I could not ${missed}.`,
    ...(page === null ? [] : offers(page)),
  ].join(' ');
}

/** For a clause that means nothing to the agent. */
export function unknownText(clauses: readonly Clause[], unknown: string): string {
  const understood = clauses.length === 0 ? '' : ` I understood: ${said(clauses)}.`;
  return (
    `I did not understand: ${unknown === '' ? '(an empty task)' : unknown}.${understood} Nothing was done. ` +
    'I can do: go to a URL, click, type … into …, search for, select … in …, check, uncheck, submit, hover, scroll, wait, ask for approval, ask a person to …, ' +
    'and answer: return …, how many …, is there …, return the names and prices of all ….'
  );
}

function offers(page: Page): readonly string[] {
  const lists: readonly (readonly [string, readonly ControlKind[]])[] = [
    ['links', ['link']],
    ['buttons', ['button', 'tab']],
    ['fields', ['text', 'select', 'combobox', 'checkbox', 'radio']],
  ];
  const sentences = lists.flatMap(([word, kinds]) => {
    const names = page.controls
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ element }) => displayName(element, page.ids, page.labels))
      .filter((name, index, all) => name !== '' && all.indexOf(name) === index);
    if (names.length === 0) return [];
    const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
    return [
      `${page.isThinned ? 'What I see of the page' : 'The page'} has these ${word}: ${names
        .slice(0, MAX_NAMES)
        .map((name) => `'${name}'`)
        .join(', ')}${more}.`,
    ];
  });
  return sentences.length > 0 || page.isThinned ? sentences : ['The page has no links, buttons or fields.'];
}

/** Each clause once, though it may stand for several actions. */
function said(clauses: readonly Clause[]): string {
  return [...new Set(clauses.map(({ words }) => words))].join('; ');
}
