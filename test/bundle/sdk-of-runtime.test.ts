import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { sdkOfRuntime } from '../../lib/bundle/sdk-of-runtime.ts';
import * as sdk from '../../lib/sdk/index.ts';

const sdkModule = path.resolve(import.meta.dirname, '..', '..', 'lib', 'sdk', 'index.ts');

function buildWith(contents: string) {
  return build({
    stdin: { contents, resolveDir: import.meta.dirname },
    plugins: [sdkOfRuntime(sdkModule)],
    bundle: true,
    format: 'esm',
    metafile: true,
    write: false,
    outfile: 'out.js',
    logLevel: 'silent',
  });
}

test('the SDK of the runtime has the names of the SDK, and nothing else of it is bundled', async () => {
  const { metafile } = await buildWith("export * from '../../lib/sdk/index.ts';");
  const [output] = Object.values(metafile.outputs);
  expect(output?.exports.toSorted()).toEqual(Object.keys(sdk).toSorted());
  expect(Object.keys(output?.inputs ?? {})).toEqual(['lib/sdk/index.ts', '<stdin>']);
});

test('a name that the SDK does not have is an error', async () => {
  await expect(buildWith("import { NovaAkt } from '../../lib/sdk/index.ts'; NovaAkt();")).rejects.toThrow(
    'No matching export in "lib/sdk/index.ts" for import "NovaAkt"',
  );
});

test.each(['ö', '𝒳', 'a b', '[a](b)+'])('the SDK is found in a folder named %s', async (name) => {
  const folder = mkdtempSync(path.join(tmpdir(), `sdk-${name}-`));
  const module = path.join(folder, 'sdk', 'index.js');
  mkdirSync(path.dirname(module));
  writeFileSync(module, 'export const main = 1;');
  const { outputFiles } = await build({
    entryPoints: [module],
    plugins: [sdkOfRuntime(module)],
    bundle: true,
    write: false,
    logLevel: 'silent',
  });
  rmSync(folder, { recursive: true });
  expect(outputFiles[0]?.text).toContain('__novaActRuntime.sdk()');
});
