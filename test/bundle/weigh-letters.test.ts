import { execFileSync } from 'node:child_process';
import { builtinModules } from 'node:module';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { LETTERS_MODULE } from '../../lib/bundle/layout.ts';
import { weighLetters } from '../../lib/bundle/weigh-letters.ts';

test('no name of a workflow hides a global of the runtime before it', async () => {
  // More than there are names of three letters.
  const names = Array.from({ length: 225_000 }, (_, index) => `name${index}`);
  const code = await minified(`const ${names.map((name) => `${name} = runtime()`)}; runtime(${names});`);
  const given = new Set([...code.matchAll(/([\w$]+)=/g)].map(([, name]) => name));
  expect(given.size).toBeGreaterThanOrEqual(names.length);
  expect(globalsOfNode().filter((name) => given.has(name))).toEqual([]);
});

async function minified(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `import { runtime } from '${LETTERS_MODULE}'; ${contents}` },
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    plugins: [weighLetters],
  });
  return outputFiles[0]?.text ?? '';
}

/** Of Node, which are fewer than those of the test runner, and without the modules that `--eval` adds. */
function globalsOfNode(): readonly string[] {
  const print = 'console.log(JSON.stringify(Object.getOwnPropertyNames(globalThis)))';
  const names: readonly string[] = JSON.parse(
    execFileSync(process.execPath, ['--eval', print], { encoding: 'utf8' }),
  );
  return names.filter((name) => !builtinModules.includes(name));
}
