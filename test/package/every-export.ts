import { existsSync } from 'node:fs';
import path from 'node:path';
import { declaredNames } from './declared-names.ts';
import { manifest } from './pack.ts';
import type { Project } from './project.ts';

/**
 * Writes a file for each subpath of the package that names every export of it: what is there at run time, and all types.
 * The compiler then says whether each exists, and that none is `any`, which is what a type becomes whose module is not
 * found.
 *
 * @returns the files
 */
export async function writeEveryExport(
  project: Project,
  options: { readonly cdk: boolean },
): Promise<readonly string[]> {
  const entries = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    const file = typeof target === 'string' ? target : (target.default ?? '');
    const isLeftOut =
      subpath.endsWith('.json') ||
      (subpath === './cdk' && !options.cdk) ||
      // Its package is an optional peer, which only some of the projects have.
      (subpath === './mcp' && !existsSync(project.path('node_modules/@modelcontextprotocol/client')));
    return isLeftOut ? [] : [{ subpath, file }];
  });
  const files = [];
  for (const { subpath, file } of entries) {
    const specifier = path.posix.join('nova-act-cdk', subpath);
    const declared = declaredNames(project.path('node_modules/nova-act-cdk', file.replace(/\.js$/, '.d.ts')));
    const values = await valuesOf(project, specifier);
    const undeclared = values.filter((name) => !declared.values.includes(name));
    const missing = declared.values.filter((name) => !values.includes(name));
    if (undeclared.length + missing.length > 0) {
      throw new Error(
        `${specifier}: declared without being there: ${missing}; the other way round: ${undeclared}`,
      );
    }
    const name = path.posix.join('uses', `${subpath === '.' ? 'sdk' : path.basename(subpath)}.ts`);
    project.write(name, moduleThatUses({ specifier, values, types: declared.types }));
    files.push(name);
  }
  return files;
}

/** What is exported at run time, by `import` and by `require`, which must give the very same things. */
async function valuesOf(project: Project, specifier: string): Promise<readonly string[]> {
  const program = `
    import { createRequire } from 'node:module';
    const imported = await import('${specifier}');
    const required = createRequire(process.cwd() + '/x.js')('${specifier}');
    const ofModules = ['default', 'module.exports', '__esModule'];
    const names = Object.keys(imported).filter((name) => !ofModules.includes(name));
    const twice = names.filter((name) => imported[name] !== required[name]);
    if (twice.length > 0) throw new Error('there are two of ' + twice);
    console.log(JSON.stringify(names));
    process.exit();`;
  return JSON.parse(await project.run('node', '--input-type=module', '--eval', program));
}

function moduleThatUses(options: {
  readonly specifier: string;
  readonly values: readonly string[];
  readonly types: readonly string[];
}): string {
  const { specifier, values, types } = options;
  return `
import * as room from '${specifier}';
export { ${[...values, ...types.map((type) => `type ${type}`)].join(', ')} } from '${specifier}';
export const names: readonly (keyof typeof room)[] = ${JSON.stringify(values)};
type IsAny<T> = 0 extends 1 & T ? true : false;
type Anys = { [K in keyof typeof room]: IsAny<(typeof room)[K]> extends true ? K : never }[keyof typeof room];
export const hasNoAny: [Anys] extends [never] ? true : Anys = true;
`;
}
