import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { buildApart, isBuilt } from '../../lib/bundle/build-apart.ts';
import { makeProject } from './project.ts';

const project = makeProject({
  'entry.ts': 'export const main = 1;',
  'setup.cjs': "process.stdout.write('loaded for every program');",
});
const { NODE_OPTIONS: optionsBefore } = process.env;
const folderBefore = process.cwd();
afterAll(() => {
  process.chdir(folderBefore);
  if (optionsBefore === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = optionsBefore;
  project.remove();
});

test('what NODE_OPTIONS load from the folder of the caller, and print, is not in the way', () => {
  process.chdir(project.root);
  process.env.NODE_OPTIONS = '--require ./setup.cjs';

  const [built] = buildApart([
    { options: { entryPoints: [path.join(project.root, 'entry.ts')], write: false }, trims: {} },
  ]);

  expect(isBuilt(built) && built.outputFiles?.[0]?.text).toContain('main = 1');
});
