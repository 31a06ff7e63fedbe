import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

/** Folders of lib/ that hold to the convention; grows until it is all of them. */
const FOLDERS = readdirSync(path.resolve(import.meta.dirname, '..', 'lib'));

const lib = path.resolve(import.meta.dirname, '..', 'lib');

/** Optional members of exported options and props whose type does not end in `| undefined`. */
function withoutUndefined(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const interfaces = code.matchAll(/^export interface (\w+(?:Options|Props))\b[^{]*(\{[\s\S]*?^\})/gm);
  return [...interfaces].flatMap(([, name, body = '']) =>
    [...body.matchAll(/(\w+)\?: /g)]
      .filter(
        (member) =>
          !/(\| undefined|^undefined|\bunknown)$/.test(typeAt(body, member.index + member[0].length)),
      )
      .map(([, member]) => `${name}.${member}`),
  );
}

/** The type that begins at a place: up to the `;` or `}` that does not belong to it. */
function typeAt(text: string, start: number): string {
  let depth = 0;
  for (let end = start; end < text.length; end += 1) {
    const character = text.charAt(end);
    if (depth === 0 && (character === ';' || character === '}')) return text.slice(start, end).trim();
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
  }
  return text.slice(start);
}

test('the scan sees members, nested ones too, so that the rule below can fail', () => {
  const source = `
    import type { Other } from './other.ts';
export interface GoodOptions {
  /** A remark?: yes; */
  readonly a?: string | undefined;
  readonly b?: { readonly c?: number | undefined } | undefined;
  readonly cause?: unknown;
}
export interface BadProps extends Other {
  readonly a?: string;
  readonly b?: { readonly c?: number | undefined };
  readonly d?: { readonly e?: number } | undefined;
}
export interface Record {
  readonly state?: string;
}
`;
  expect(withoutUndefined(source)).toEqual(['BadProps.a', 'BadProps.b', 'BadProps.e']);
});

test.each(FOLDERS)('options and props of lib/%s take undefined for what is optional', (folder) => {
  const files = readdirSync(path.join(lib, folder), { recursive: true, encoding: 'utf8' });
  const wrong = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => withoutUndefined(readFileSync(path.join(lib, folder, file), 'utf8')));
  expect(wrong).toEqual([]);
});
