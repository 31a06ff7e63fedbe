import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { codeBlocks, root } from '../docs/markdown.ts';

// Each is a test runner of its own, with browsers.
jest.setTimeout(120_000);

// `build` is not under version control, and inside the project, so that packages are found.
mkdirSync(path.join(root, 'build'), { recursive: true });
const folder = mkdtempSync(path.join(root, 'build', 'testing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PACKAGE: readonly (readonly [string, string])[] = [
  [`'nova-act-cdk/testing'`, JSON.stringify(path.join(root, 'lib/testing/index.ts'))],
  [`'nova-act-cdk'`, JSON.stringify(path.join(root, 'lib/sdk/index.ts'))],
];

/** Writes the example of the documentation that imports the runner. @returns its file */
function example(runner: string, name: string): string {
  const found = codeBlocks('docs/testing-workflows.md').find(({ code }) => code.includes(`from '${runner}'`));
  const code = PACKAGE.reduce((all, [from, to]) => all.replaceAll(from, to), found?.code ?? '');
  const file = path.join(folder, name);
  writeFileSync(file, code);
  return file;
}

/** Runs a test runner in a process of its own. */
async function run(
  ...args: readonly string[]
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await exit, output: stdout + stderr };
}

describe('the example of the documentation', () => {
  test('for node:test passes, and leaves nothing that holds the process', async () => {
    const file = example('node:test', 'headline.test.ts');

    const { exitCode, output } = await run('--import', 'tsx', '--test', file);

    expect(output).toMatch(/pass 2\b/);
    expect(exitCode).toBe(0);
  });

  test('for Jest passes, as CommonJS', async () => {
    example('@jest/globals', 'basket.test.ts');
    const own: object = JSON.parse(readFileSync(path.join(root, 'jest.config.json'), 'utf8'));
    const config = { ...own, rootDir: folder, roots: [folder], testMatch: ['**/basket.*'], setupFiles: [] };
    const cli = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');

    const { exitCode, output } = await run(cli, '--config', JSON.stringify(config));

    expect(output).toMatch(/Tests: +1 passed, 1 total/);
    expect(output).not.toContain('did not exit');
    expect(exitCode).toBe(0);
  });
});
