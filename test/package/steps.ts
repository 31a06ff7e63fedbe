import { readdirSync } from 'node:fs';
import path from 'node:path';
import { writeEveryExport } from './every-export.ts';
import { manifest, root } from './pack.ts';
import type { Project } from './project.ts';

/** The folder with the files of the projects. */
export const consumer = path.join(import.meta.dirname, 'consumer');

/**
 * What `npm install nova-act-cdk` may cost: XML and passing requests on, for local AWS, are 11 packages; the program has the
 * clients of seven services in it, in 3.2 MB; the functions of stacks are 4 MB, of which that of fleets is 0.5; our own code is 9 MB in both forms of modules, with its types (more on a disk, where files fill blocks). A second copy of something large is more.
 */
const LIMITS = { megabytes: 74, packages: 120 } as const;

/** Compiles the project's sources, and a use of every export. */
export async function checkTypes(
  project: Project,
  options: { readonly cdk: boolean; readonly compilerOptions: Readonly<Record<string, unknown>> },
): Promise<void> {
  await writeEveryExport(project, options);
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    types: ['node'],
    rootDir: '.',
    ...options.compilerOptions,
  };
  project.write('tsconfig.json', { compilerOptions, exclude: ['node_modules', 'cdk-init', 'built'] });
  await project.run('npx', 'tsc', '--project', 'tsconfig.json');
}

/** Synthesizes with this project's CDK command, in a process of its own. */
export async function synth(project: Project, app: string): Promise<void> {
  const cdk = path.join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  await project.run('node', cdk, 'synth', '--quiet', '--no-notices', '--app', app);
  expectRuntime(project, 'Consumer');
}

/** @throws when the template of a stack has no runtime or no workflow definition */
export function expectRuntime(project: Project, stack: string): void {
  const { Resources } = JSON.parse(project.read(`cdk.out/${stack}.template.json`));
  const types = Object.values<{ readonly Type: string }>(Resources).map(({ Type }) => Type);
  const wanted = ['AWS::BedrockAgentCore::Runtime', 'AWS::NovaAct::WorkflowDefinition'];
  if (wanted.every((type) => types.includes(type))) return;
  throw new Error(`The template has no runtime or no definition: ${[...new Set(types)].join(', ')}`);
}

/** Notes the size of the package alone. @throws when it is more than it may be */
export function measureSdkOnly(project: Project): void {
  const { megabytes, packages } = project.measure('nova-act-cdk');
  if (megabytes <= LIMITS.megabytes && packages <= LIMITS.packages) return;
  throw new Error(
    `nova-act-cdk installs ${megabytes.toFixed(1)} MB in ${packages} packages; at most ${LIMITS.megabytes} MB in ${LIMITS.packages} are meant. ` +
      'See with `npm ls --all` what came twice or is new.',
  );
}

/** What the client is made of: it extends classes of AWS's. */
const CLIENT_PARTS = ['@aws-sdk/core', '@aws-sdk/xml-builder', '@smithy/core', '@smithy/types'];
/** The packages that importing an entry may load. Others are loaded when they are needed. */
const LOADED_AT_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '.': [],
  './runtime': [],
  './bundle': [],
  './catalog': ['zod'],
  './service': CLIENT_PARTS,
  './local': CLIENT_PARTS,
};

/** Nobody waits for packages that a program does without. */
export async function expectLightImports(project: Project): Promise<void> {
  for (const [subpath, allowed] of Object.entries(LOADED_AT_IMPORT)) {
    const program = `
      await import('${path.posix.join('nova-act-cdk', subpath)}');
      const { createRequire } = await import('node:module');
      console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)));
      process.exit();`;
    const files: readonly string[] = JSON.parse(
      await project.run('node', '--input-type=module', '--eval', program),
    );
    const packages = files.flatMap(
      (file) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1] ?? [],
    );
    if (!packages.includes('nova-act-cdk')) throw new Error(`${subpath} loads no file of its own: ${files}`);
    const wrong = packages.filter((name) => name !== 'nova-act-cdk' && !allowed.includes(name));
    if (wrong.length > 0) throw new Error(`Importing ${subpath} loads ${[...new Set(wrong)].join(', ')}.`);
  }
}

/** `nova-act-cdk/cdk` says what to install when its peers are missing, to `import` and to `require`. */
export async function expectHintAtCdk(project: Project): Promise<void> {
  const ways = [
    [
      '--input-type=module',
      '--eval',
      "import { NovaActWorkflow } from 'nova-act-cdk/cdk'; new NovaActWorkflow();",
    ],
    ['--input-type=commonjs', '--eval', "require('nova-act-cdk/cdk')"],
  ];
  for (const way of ways) {
    const output = await project.fail('node', ...way);
    if (!output.includes('Run "npm install aws-cdk-lib constructs"')) throw new Error(output);
  }
}

/** A workflow that is described wrongly, and that nobody catches, ends a program with its message and no stack. */
export async function expectMessage(project: Project): Promise<void> {
  const output = await project.fail(
    'node',
    '--input-type=commonjs',
    '--eval',
    "const { App, Stack } = require('aws-cdk-lib'); const { NovaActWorkflow } = require('nova-act-cdk/cdk');" +
      "new NovaActWorkflow(new Stack(new App(), 'Stack'), 'Hello', { entry: 'nowhere.ts' });",
  );
  if (!output.includes('there is no file') || /^\s+at /m.test(output)) throw new Error(output);
}

/** The program is a bundle, and knows what the rest of the package throws: a message, no stack, the exit code of wrong use. */
export async function expectMistakeAcrossCopies(project: Project): Promise<void> {
  const { ended, stderr } = project.start([
    'node_modules/.bin/act',
    'dev',
    '--from',
    'nowhere',
    '--port',
    '0',
  ]);
  const code = await ended;
  if (code !== 2 || !/^Error: There is no cloud assembly in .*\n$/.test(stderr())) {
    throw new Error(`dev ended with ${code}: ${stderr()}`);
  }
}

/** npm refuses versions that the package does not support, and names those that it does. */
export async function expectPeerConflict(project: Project, packages: readonly string[]): Promise<void> {
  project.write('package.json', { private: true });
  const output = await project.fail('npm', 'install', '--package-lock-only', project.tarball, ...packages);
  const range = `aws-cdk-lib@"${manifest.peerDependencies['aws-cdk-lib']}" from nova-act-cdk`;
  if (!output.includes('ERESOLVE') || !output.includes(range)) throw new Error(output);
}

/** Installs an example as it is, but with the tarball for the version on npm, and the compiler. */
export async function installExample(project: Project, name: string): Promise<void> {
  const folder = path.join(root, 'examples', name);
  // What a trial run left behind is none of it.
  for (const file of readdirSync(folder)) {
    if (!/^(node_modules|package-lock\.json|cdk\.out)$/.test(file))
      project.copy(path.join(folder, file), file);
  }
  const { dependencies, ...others } = JSON.parse(project.read('package.json'));
  const fromTarball = { ...dependencies, 'nova-act-cdk': `file:${project.tarball}` };
  project.write('package.json', { ...others, dependencies: fromTarball });
  const { typescript, '@types/node': nodeTypes } = manifest.devDependencies;
  await project.install('--save-dev', `typescript@${typescript}`, `@types/node@${nodeTypes}`);
}
