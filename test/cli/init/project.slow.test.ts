import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callCommand } from '../call-command.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);
let project: string;

// What npm would install is this project's own: the packages, and its sources for the package itself.
beforeAll(async () => {
  project = mkdtempSync(path.join(os.tmpdir(), 'nova-act-project-'));
  await callCommand(['init', '--no-install', '--package', '0.1.0', '--name', 'shop'], {
    projectRoot: project,
  });
  symlinkSync(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
  const tsconfig = JSON.parse(readFileSync(path.join(project, 'tsconfig.json'), 'utf8'));
  tsconfig.compilerOptions.paths = {
    'nova-act-cdk': [path.join(root, 'lib/sdk/index.ts')],
    'nova-act-cdk/*': [path.join(root, 'lib/*/index.ts')],
  };
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('its linter finds acts that nobody awaits, and nothing else', async () => {
  const lint = async (): Promise<string> => {
    const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--error-on-warnings'];
    return await run(process.execPath, args, { cwd: project }).then(
      () => 'clean',
      (error: { readonly stderr: string }) => error.stderr,
    );
  };
  expect(await lint()).toBe('clean');

  const late = 'async function late(): Promise<void> {}\nexport function forget(): void {\n  late();\n}\n';
  writeFileSync(path.join(project, 'workflows', 'forgetful.ts'), late);
  expect(await lint()).toMatch(/forgetful\.ts:3.*noFloatingPromises/);
  rmSync(path.join(project, 'workflows', 'forgetful.ts'));
});

test('its app makes the stacks of its workflow', async () => {
  const out = path.join(project, 'cdk.out');
  const { context } = JSON.parse(readFileSync(path.join(project, 'cdk.json'), 'utf8'));
  await run(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: project,
    env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });

  const { Resources } = JSON.parse(readFileSync(path.join(out, 'headline.template.json'), 'utf8'));
  const types = Object.values<{ readonly Type: string }>(Resources).map(({ Type }) => Type);
  expect(types).toEqual(
    expect.arrayContaining(['AWS::BedrockAgentCore::Runtime', 'AWS::NovaAct::WorkflowDefinition']),
  );
});

test('its test passes', async () => {
  const { test: script } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')).scripts;
  const { stdout } = await run('/bin/sh', ['-c', script], { cwd: project });

  expect(stdout).toMatch(/pass 1\b/);
});
