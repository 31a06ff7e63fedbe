import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../markdown.ts';

/** A member of a type, and what its comment says of it. */
export interface DocumentedOption {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: string;
  readonly meaning: string;
  /** Empty where the comment says none. */
  readonly byDefault: string;
}

/**
 * The members of a type, read from its text as the formatter leaves it.
 * @param file - below lib
 */
export function optionsIn(file: string, type: string): readonly DocumentedOption[] {
  const source = readFileSync(path.join(root, 'lib', file), 'utf8');
  const body = new RegExp(`^export (?:interface|type) ${type}\\b.*?^(?:\\S|$)`, 'ms').exec(source)?.[0];
  if (body === undefined) throw new Error(`lib/${file} has no type ${type}.`);
  const members = [...body.matchAll(MEMBER)].map(documented);
  // What one form of a union forbids is no option of it.
  const options = members.filter(({ type: written }) => written !== 'undefined');
  if (options.length === 0) throw new Error(`${type} in lib/${file} has no members that can be read.`);
  return options;
}

/** A comment, if there is one, and the member below it, whose type may have lines of its own. */
const MEMBER =
  /(?:\/\*\*(?<comment>(?:[^*]|\*(?!\/))*)\*\/\s*)?\breadonly (?<name>\w+)(?<optional>\??): (?<type>.+?);?(?=;\n| \}$)/gms;

function documented({ groups = {} }: RegExpMatchArray): DocumentedOption {
  const { comment = '', name = '', optional, type = '' } = groups;
  const text = comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\{@link ([\w.]+)\}/g, '`$1`')
    .replace(/\s+/g, ' ');
  const [meaning = '', byDefault = ''] = text.split('@default');
  return {
    name,
    isOptional: optional === '?',
    type: shortType(type),
    meaning: meaning.trim(),
    byDefault: byDefault.trim(),
  };
}

/** Without what every option has. */
function shortType(type: string): string {
  return type
    .replace(/\s+/g, ' ')
    .replace(/^\| /, '')
    .replace(/ \| undefined$/, '')
    .replace(/^\((.+)\)$/, '$1')
    .replaceAll('readonly ', '')
    .trim();
}
