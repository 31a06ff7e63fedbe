import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(path.join(tmpdir(), 'bundled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = path.resolve(import.meta.dirname, '../..');
const PROGRAM = `
  import { createActuator, localBrowser } from './lib/browser/index.ts';
  const main = async () => {
    const browser = await localBrowser({ onNotice: () => {} }).open();
    const actuator = createActuator({ browser, captureDom: true });
    await browser.page().setContent('<input id=i style="position:absolute;left:0;top:0;width:200px;height:40px">');
    await actuator.perform({ name: 'agentType', value: 'typed', box: '<box>0,0,40,200</box>', pressEnter: false });
    await actuator.settle();
    console.log((await actuator.observe()).simplifiedDOM);
    await browser.close();
  };
  void main();`;

describe('functions that are sent to the page', () => {
  test.each([
    ['as they are', { minify: false, keepNames: false }],
    ['minified with names kept by a helper', { minify: true, keepNames: true }],
  ])('work in a bundle, %s', (_name, options) => {
    const outfile = path.join(folder, 'main.cjs');
    buildSync({
      stdin: { contents: PROGRAM, resolveDir: root, loader: 'ts' },
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      external: ['playwright-core', '@aws-sdk/*'],
      outfile,
      logLevel: 'silent',
      ...options,
    });
    const env = { ...process.env, NODE_PATH: path.join(root, 'node_modules') };
    const { stdout, stderr } = spawnSync(process.execPath, [outfile], {
      encoding: 'utf8',
      env,
      timeout: 20_000,
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('value="typed"');
  });
});
