import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type BuildOptions, build } from 'esbuild';
import { buildTrimmed } from '../../lib/bundle/build-trimmed.ts';
import { makeProject } from './project.ts';

const project = makeProject();
afterAll(() => project.remove());

const ENGLISH = 'Invalid input: expected string, received number';
const GERMAN = 'Ungültige Eingabe: erwartet string, erhalten Zahl';
const PARSED = 'console.log(schema.safeParse(1).error.issues[0].message)';

/** What a program prints that was built without what it can do without, and its size. */
async function built(code: string, more: BuildOptions = {}): Promise<{ said: string; bytes: number }> {
  const { outputFiles } = await buildTrimmed(build, {
    stdin: { contents: code, resolveDir: project.root, loader: 'ts' },
    absWorkingDir: project.root,
    outfile: 'program.mjs',
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    keepNames: true,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    write: false,
    logLevel: 'silent',
    ...more,
  });
  const [{ text } = { text: '' }] = outputFiles ?? [];
  const file = path.join(project.root, 'program.mjs');
  writeFileSync(file, text);
  const said = execFileSync(process.execPath, [file], { encoding: 'utf8', timeout: 20_000 });
  return { said: said.trim(), bytes: text.length };
}

describe('zod', () => {
  test.each([
    ['z', `import { z } from 'zod'; const schema = z.string(); ${PARSED}`, ENGLISH],
    ['all', `import * as z from 'zod'; const schema = z.string(); ${PARSED}`, ENGLISH],
    ['mini', `import * as z from 'zod/mini'; console.log(z.string().parse('fine'));`, 'fine'],
  ])('is bundled without its languages when nobody names them, imported as %s', async (_name, code, said) => {
    const program = await built(code);
    expect(program.said).toBe(said);
    expect(program.bytes).toBeLessThan(250_000);
  });

  test.each([
    ['z', `import { z } from 'zod'; z.config(z.locales.de()); const schema = z.string();`],
    ['all', `import * as z from 'zod'; z.config(z.locales.de()); const schema = z.string();`],
    ['default', `import z from 'zod'; z.config(z['locales']['de']()); const schema = z.string();`],
    [
      'locales',
      `import { config, locales, string } from 'zod'; config(locales.de()); const schema = string();`,
    ],
    [
      'core',
      `import * as core from 'zod/v4/core'; import { string } from 'zod'; core.config(core.locales.de()); const schema = string();`,
    ],
    [
      'a file',
      `import de from 'zod/v4/locales/de.js'; import { z } from 'zod'; z.config(de()); const schema = z.string();`,
    ],
    ['CommonJS', `const { z } = require('zod'); z.config(z.locales.de()); const schema = z.string();`],
  ])('keeps its languages when they are named: imported as %s', async (_name, code) => {
    expect((await built(`${code} ${PARSED}`)).said).toBe(GERMAN);
  });
});

describe('the clients of AWS', () => {
  const asked = `new Client({ region: 'eu-west-1' }).config.region().then(console.log);`;
  test.each([
    ['an import', `import { SFNClient as Client } from '@aws-sdk/client-sfn'; ${asked}`],
    ['require', `const { SFNClient: Client } = require('@aws-sdk/client-sfn'); ${asked}`],
    ['a dynamic import', `void import('@aws-sdk/client-sfn').then(({ SFNClient: Client }) => { ${asked} });`],
  ])('work as ES modules, loaded by %s', async (_name, code) => {
    expect((await built(code)).said).toBe('eu-west-1');
  });

  test('one that is not installed is told as it was imported', async () => {
    await expect(built(`import { X } from '@aws-sdk/client-of-nothing'; X();`)).rejects.toMatchObject({
      errors: [{ text: 'Could not resolve "@aws-sdk/client-of-nothing"', location: { line: 1 } }],
    });
  });
});
