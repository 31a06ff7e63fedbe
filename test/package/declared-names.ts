import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The names that a declaration file exports. */
export interface DeclaredNames {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

const LIST = /^export (type )?\{([^}]*)\}/gm;
const STAR = /^export \* from '([^']+)'/gm;
const DECLARATION = /^export (?:declare )?(?:abstract )?(const|function|class|interface|type) (\w+)/gm;
/** What starts with `export` and is none of these. */
const UNKNOWN =
  /^export (?!type \{|\{|\* from|(declare )?(abstract )?(const|function|class|interface|type) \w).*/gm;

/** Reads the exports of a declaration file, and of those that it exports as a whole. */
export function declaredNames(file: string): DeclaredNames {
  const text = readFileSync(file, 'utf8');
  const unknown = text.match(UNKNOWN) ?? [];
  if (unknown.length > 0) throw new Error(`This reader does not know: ${unknown.join(', ')}`);
  const found = [
    ...[...text.matchAll(STAR)].map(([, target = '']) =>
      declaredNames(path.join(path.dirname(file), target.replace(/\.js$/, '.d.ts'))),
    ),
    ...[...text.matchAll(LIST)].map(([, type, list = '']) => namesInList(list, type !== undefined)),
    ...[...text.matchAll(DECLARATION)].map(([, kind, name = '']) =>
      kind === 'interface' || kind === 'type' ? { values: [], types: [name] } : { values: [name], types: [] },
    ),
  ];
  return {
    values: found.flatMap(({ values }) => values),
    types: found.flatMap(({ types }) => types),
  };
}

function namesInList(list: string, areTypes: boolean): DeclaredNames {
  const items = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => ({
      isType: areTypes || item.startsWith('type '),
      name: item.replace(/^type /, '').replace(/^\S+ as /, ''),
    }));
  return {
    values: items.filter(({ isType }) => !isType).map(({ name }) => name),
    types: items.filter(({ isType }) => isType).map(({ name }) => name),
  };
}
