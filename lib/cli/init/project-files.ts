import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../bundle/layout.ts';
import { PACKAGE_NAME } from '../../core/package.ts';

/**
 * What new projects are made of: `templates/project`, whose versions are those that this package is made and tested with, and
 * the settings of the CDK that its own app has. Nothing of it is said a second time.
 */
export function projectTemplate(): ProjectTemplate {
  const root = packageRoot();
  const folder = path.join(root, 'templates', 'project');
  const own: Manifest = readJson(path.join(root, 'package.json'));
  const manifest: Manifest = readJson(path.join(folder, MANIFEST));
  const cdk: { readonly watch: { readonly exclude: unknown } } = readJson(path.join(root, CDK));
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((name) => name !== MANIFEST)
    .sort();
  return {
    packages: Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
    files: ({ name, spec }) => {
      const versions: Dependencies = { ...own.dependencies, ...own.devDependencies, [PACKAGE_NAME]: spec };
      const pinned = (dependencies: Dependencies): Dependencies =>
        Object.fromEntries(Object.keys(dependencies).map((each) => [each, versions[each] ?? '']));
      const dependencies = pinned(manifest.dependencies);
      const devDependencies = pinned(manifest.devDependencies);
      return [
        { name: MANIFEST, content: toJson({ ...manifest, name, dependencies, devDependencies }) },
        {
          name: CDK,
          content: toJson({ ...cdk, watch: { ...cdk.watch, include: ['bin/**', 'workflows/**'] } }),
        },
        ...names.map((file) => ({
          // npm would take the name as it has to be for a list of what not to pack.
          name: file === 'gitignore' ? '.gitignore' : file.replaceAll(path.sep, '/'),
          content: readFileSync(path.join(folder, file), 'utf8').replaceAll('{{name}}', name),
        })),
      ];
    },
  };
}

/** How projects are made. */
export interface ProjectTemplate {
  /** The packages that a project needs. */
  readonly packages: readonly string[];
  /** @param options.spec where npm gets this package from */
  files(options: { readonly name: string; readonly spec: string }): readonly ProjectFile[];
}

/** A file of a new project. */
export interface ProjectFile {
  /** Relative to the project, with `/`. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

const MANIFEST = 'package.json';
const CDK = 'cdk.json';

type Dependencies = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies: Dependencies;
  readonly devDependencies: Dependencies;
}

/** Files of this package itself, whose shapes are known. */
function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
