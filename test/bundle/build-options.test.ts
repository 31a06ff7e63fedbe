import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { bundleOptions } from '../../lib/bundle/build-options.ts';

const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'options-')));
afterAll(() => rmSync(root, { recursive: true }));

test('a package of the runtime that asks where it is hears where the bundle is', async () => {
  const module = path.join(root, 'node_modules', 'where', 'index.js');
  const host = path.join(root, 'host.js');
  mkdirSync(path.dirname(module), { recursive: true });
  writeFileSync(module, 'export const place = import.meta.url;');
  writeFileSync(host, "export { place } from 'where';");
  const modules = { hostModule: host, sdkModule: host, playwrightModule: host, entryFile: host };
  const { runtime } = bundleOptions({ root, outDir: root, ...modules, sourceMaps: false });
  const { outputFiles } = await build({ ...runtime, write: false });
  const main = path.join(root, 'main.mjs');
  writeFileSync(main, `${outputFiles[0]?.text}console.log(__novaActRuntime.host().place);`);
  const { stdout } = spawnSync(process.execPath, [main], { encoding: 'utf8' });
  expect(stdout.trim()).toBe(pathToFileURL(main).href);
});
