import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..', '..');
const runs = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

let consumer = '';
let packed: readonly string[] = [];

/** A project in a folder with a space in its name, with the packed files as its dependency. */
beforeAll(() => {
  consumer = path.join(mkdtempSync(path.join(os.tmpdir(), 'nova-act-package-')), 'my project');
  runs('npm', ['run', 'build', '--silent'], root);
  const [tarball] = JSON.parse(runs('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], root));
  packed = tarball.files.map(({ path: file }: { path: string }) => file);
  const modules = path.join(consumer, 'node_modules');
  for (const file of packed) cpSync(path.join(root, file), path.join(modules, 'nova-act-cdk', file));
  for (const name of readdirSync(path.join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
  }
  writeFileSync(path.join(consumer, 'package.json'), '{ "type": "module" }');
}, 120_000);

afterAll(() => {
  rmSync(path.dirname(consumer), { recursive: true, force: true });
});

describe('the package', () => {
  test('has what users need, and nothing else', () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'dist/cjs/lib/sdk/index.js',
        'dist/esm/lib/runtime/host.js',
        'container/Dockerfile',
      ]),
    );
    expect(
      packed.filter((file) => /(^|\/)(test|bench|workflows|node_modules|\.nova-act)\//.test(file)),
    ).toEqual([]);
  });

  test.each([
    ['nova-act-cdk', ['NovaAct', 'Workflow', 'workflow', 'localBrowser', 'ActTimeoutError']],
    ['nova-act-cdk/service', ['NovaActClient', 'InvokeActStepCommand']],
    ['nova-act-cdk/cdk', ['WorkflowStack', 'FoundationStack', 'NovaActWorkflow']],
    ['nova-act-cdk/local', ['startLocalAws', 'deployLocally']],
    ['nova-act-cdk/runtime', ['getInvocationContext', 'PayloadError']],
    ['nova-act-cdk/bundle', ['bundleWorkflow']],
    ['nova-act-cdk/catalog', ['defineCatalog', 'workflowStackName', 'findOutputsInFile']],
  ])('%s can be imported', (name, wanted) => {
    const program = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(name)}))))`;

    const names = JSON.parse(runs(process.execPath, ['--input-type=module', '-e', program], consumer));

    expect(names).toEqual(expect.arrayContaining(wanted));
  });

  test('bundles a workflow of the project that uses it', () => {
    mkdirSync(path.join(consumer, 'workflows'));
    writeFileSync(
      path.join(consumer, 'workflows', 'hello.ts'),
      `import { workflow } from 'nova-act-cdk';\nexport const main = workflow({ definitionName: 'hello' }, async () => 'hello');\n`,
    );
    const program = `
      import { bundleWorkflow } from 'nova-act-cdk/bundle';
      const bundle = await bundleWorkflow({ projectRoot: process.cwd(), entry: 'workflows/hello.ts', outDir: 'out' });
      console.log(bundle.hash.length);`;

    expect(runs(process.execPath, ['--input-type=module', '-e', program], consumer).trim()).toBe('64');
  });

  test('its types serve a project that compiles with strict settings', () => {
    writeFileSync(
      path.join(consumer, 'use.ts'),
      `import { NovaAct, workflow } from 'nova-act-cdk';
       export const main = workflow({ definitionName: 'hello' }, async (payload: { url: string }): Promise<string> => {
         await using nova = await NovaAct.start({ startingPage: payload.url });
         const { data } = await nova.actGet('Return the heading', { type: 'string' } as const);
         return data;
       });`,
    );
    const args = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--lib',
      'es2023,esnext.disposable,dom',
    ];

    expect(
      runs(
        process.execPath,
        [
          path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
          ...args,
          '--skipLibCheck',
          '--types',
          'node',
          'use.ts',
        ],
        consumer,
      ),
    ).toBe('');
  });
});
