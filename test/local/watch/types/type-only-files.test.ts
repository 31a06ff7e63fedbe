import { realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { relativeImports, typeOnlyFiles } from '../../../../lib/local/watch/types/type-only-files.ts';
import { makeProject } from '../../../bundle/project.ts';

test('relative imports are found in whatever form they are written', () => {
  const text = [
    `import type { A } from './a.ts';`,
    `import { type B,\n  C } from "../b.js";`,
    `export * from './c';`,
    `import './d.ts';`,
    `type E = import('./e.ts').E;`,
    `import fs from 'node:fs';`,
  ].join('\n');
  expect(relativeImports(text)).toEqual(['./a.ts', '../b.js', './c', './d.ts', './e.ts']);
});

test('what sources take only types from is followed, as the compiler finds it', () => {
  const project = makeProject({
    'buy.ts': `import type { A } from './types/a.js'; import { price } from './price.ts';`,
    'price.ts': `import type { B } from './b';`,
    'b.d.ts': '',
    'types/a.ts': `import type { C } from './c'; import type { None } from './none.ts';`,
    'types/c/index.ts': '',
  });
  const root = realpathSync(project.root);
  const found = typeOnlyFiles(['buy.ts', 'price.ts'].map((file) => path.join(root, file)));
  project.remove();
  expect(found.map((file) => path.relative(root, file)).sort()).toEqual([
    'b.d.ts',
    'types/a.ts',
    'types/c/index.ts',
  ]);
});

test('files of other kinds have no types of their own, and what cannot be looked at is for the compiler', () => {
  const project = makeProject({
    'buy.ts': `import d from './d.json' with { type: 'json' }; import { old } from './old.js'; import type { A } from './loop.ts'; import type { B } from './b.ts';`,
    'd.json': '{}',
    'old.js': '',
    'b.ts': '',
  });
  const root = realpathSync(project.root);
  symlinkSync('loop.ts', path.join(root, 'loop.ts'));
  const found = typeOnlyFiles([path.join(root, 'buy.ts')]);
  project.remove();
  expect(found).toEqual([path.join(root, 'b.ts')]);
});
