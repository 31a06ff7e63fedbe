import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const home = path.resolve(import.meta.dirname, '../..');

/** A project that has the built package, with one small workflow, as its author has it on disk. */
export class SmallProject {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
    const modules = path.join(dir, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync(path.join(home, 'node_modules'))) {
      symlinkSync(path.join(home, 'node_modules', name), path.join(modules, name));
    }
    symlinkSync(home, path.join(modules, 'nova-act-cdk'));
    mkdirSync(path.join(dir, 'workflows'));
    writeFileSync(path.join(dir, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(dir, 'workflows', 'catalog.ts'), CATALOG);
    this.edit('first');
  }

  /** Saves the workflow so that this is its result. */
  edit(result: string): void {
    const source = [
      "import { workflow } from 'nova-act-cdk';",
      `export const main = workflow({ definitionName: 'small' }, () => ${JSON.stringify(result)});`,
    ];
    writeFileSync(path.join(this.dir, 'workflows', 'small.ts'), `${source.join('\n')}\n`);
  }
}

const CATALOG = `export const catalog = [
  { name: 'small', entry: 'workflows/small.ts', definitionName: 'small', description: 'It is small.' },
];
`;
