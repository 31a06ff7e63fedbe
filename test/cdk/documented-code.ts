import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { projectRoot } from './synthesis.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The template of the `stack` that a page's code makes, in an app that is started as the CDK CLI does. */
export async function templateOf(code = ''): Promise<Template> {
  // In the project, so that packages are found, and not under version control.
  mkdirSync(path.join(projectRoot, 'build'), { recursive: true });
  const folder = mkdtempSync(path.join(projectRoot, 'build', 'code-'));
  folders.push(folder);
  const file = path.join(folder, 'app.ts');
  writeFileSync(
    file,
    [
      "import { appProps, fixture } from '../../test/cdk/synthesis.ts';",
      code
        .replaceAll("from '../lib/", "from '../../lib/")
        .replaceAll('new App()', 'new App(appProps())')
        // What the workflows do is no matter here, and a fixture is bundled once. A name that the code gives comes after it.
        .replace(/entry: 'workflows\/([\w-]+)\.ts'/g, "workflowName: '$1', entry: fixture('greeting.ts')"),
      'export { stack };',
    ].join('\n'),
  );
  const { stack }: { stack?: unknown } = await import(file);
  if (!Stack.isStack(stack)) throw new Error('The code has no "stack".');
  return Template.fromStack(stack);
}
