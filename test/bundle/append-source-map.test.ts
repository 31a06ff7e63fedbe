import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { decode } from '@jridgewell/sourcemap-codec';
import { transformSync } from 'esbuild';
import { appendSourceMap, type SourceMapJson } from '../../lib/bundle/append-source-map.ts';

const FIRST = `
interface Nothing {}
/** Thrown in the first. */ globalThis.fail = function failFirst(): never {

  throw new Error('in the first: \${1}
    on two lines');
};`.replaceAll("'", '`');

const SECOND = `
const text = "ö";
type Nothing = string;

function failSecond(what: Nothing): never { throw new Error(what); }
for (const call of [globalThis.fail, () => failSecond(text)]) {
  try { call(); } catch (error) { console.log((error as Error).stack); }
}`;

test('Node finds the lines of both', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'maps-'));
  const [first, second] = [built('first.ts', FIRST), built('second.ts', SECOND)];
  const lines = first.code.split('\n').length - 1;
  const map = appendSourceMap({ first: first.map, second: second.map, lines });
  const main = path.join(folder, 'main.mjs');
  writeFileSync(main, `${first.code}${second.code}//# sourceMappingURL=main.mjs.map\n`);
  writeFileSync(`${main}.map`, JSON.stringify(map));
  const { stdout } = spawnSync(process.execPath, ['--enable-source-maps', main], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stdout).toMatch(/first\.ts:5:9\)?\n/);
  expect(stdout).toMatch(/second\.ts:5:51\)?\n/);
  expect(stdout).toMatch(/second\.ts:6:44\)?\n/);
  expect(stdout).not.toContain('main.mjs:');
});

function built(sourcefile: string, text: string): { readonly code: string; readonly map: SourceMapJson } {
  const { code, map } = transformSync(text, {
    sourcefile,
    loader: 'ts',
    minify: true,
    sourcemap: 'external',
  });
  return { code, map: JSON.parse(map) };
}

test.each([
  { of: 'nothing', text: '' },
  { of: 'code without names', text: 'globalThis.answer = 42;' },
])('$of in front changes no place', ({ text }) => {
  const [first, second] = [built('first.ts', text), built('second.ts', SECOND)];
  const lines = first.code.split('\n').length - 1;
  const map = appendSourceMap({ first: first.map, second: second.map, lines });
  const placesOf = ({ mappings }: SourceMapJson, from: number) => decode(mappings).slice(from).flat();
  expect(placesOf(map, lines).length).toBeGreaterThan(10);
  expect(placesOf(map, lines)).toEqual(
    placesOf(second.map, 0).map(([column, source = 0, ...rest]) => [
      column,
      source + first.map.sources.length,
      ...rest,
    ]),
  );
});

test('nothing behind changes nothing', () => {
  const [first, second] = [built('first.ts', FIRST), built('second.ts', '')];
  const map = appendSourceMap({ first: first.map, second: second.map, lines: 3 });
  expect(decode(map.mappings).flat()).toEqual(decode(first.map.mappings).flat());
});
