import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** An app that can be synthesized. */
export interface SynthApp {
  readonly name: string;
  /** The checkout that it belongs to. */
  readonly project: string;
  /** Where it is run. */
  readonly folder: string;
  /** What Node is given. */
  readonly command: readonly string[];
  /** As in cdk.json, and of the command line. */
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * An empty app, this project with so many workflows (of three files, and of as many files as workflows), in one region and in two, and for
 * each its templates and assets made by the CDK alone.
 */
export function makeApps(options: {
  readonly project: string;
  readonly folder: string;
  readonly workflows: readonly number[];
  readonly build: string;
}): SynthApp[] {
  const { project, folder, workflows, build } = options;
  const { context }: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(project, 'cdk.json'), 'utf8'),
  );
  const appIn = (name: string, more: Record<string, unknown> = {}): SynthApp => {
    const own = path.join(folder, name.replaceAll(/\W+/g, '-'));
    mkdirSync(path.join(own, 'bin'), { recursive: true });
    for (const file of ['package.json', 'tsconfig.json'])
      cpSync(path.join(project, file), path.join(own, file));
    symlinkSync(path.join(project, 'node_modules'), path.join(own, 'node_modules'));
    const flags = { ...context, ...more };
    writeFileSync(path.join(own, 'cdk.json'), JSON.stringify({ context: flags, versionReporting: false }));
    return { name, project, folder: own, command: ['--import', 'tsx', 'bin/app.ts'], context: flags };
  };
  const empty = appIn('empty');
  writeFileSync(path.join(empty.folder, 'bin', 'app.ts'), EMPTY_APP);
  const ours = workflows.flatMap((count) =>
    (
      [
        [`${count} workflows`, count, {}],
        ...(count > KINDS.length
          ? ([
              [`${count} workflows of 3 files`, KINDS.length, {}],
              [
                `${count} workflows of 3 files in 2 regions`,
                KINDS.length,
                { regions: 'us-east-1,us-west-2' },
              ],
            ] as const)
          : []),
      ] as const
    ).map(([name, files, more]) => {
      const app = appIn(name, { build, ...more });
      writeProject(app, { count, files });
      return app;
    }),
  );
  const plain = workflows.map((count) => {
    const like = ours.find(({ name }) => name === `${count} workflows`);
    if (like === undefined) throw new Error(`There is no app of ${count} workflows.`);
    const app = appIn(`${count} workflows by the CDK alone`);
    writePlainApp(app, like);
    return app;
  });
  return [empty, ...ours, ...plain];
}

const EMPTY_APP = `import { App, Stack } from 'aws-cdk-lib';
const app = new App();
new Stack(app, 'Empty', { env: { region: 'us-east-1' } });
app.synth();
`;

const KINDS = ['getting-started', 'multi-session', 'form-filling'] as const;

/** A copy of the project with another catalog. */
function writeProject(
  { project, folder }: SynthApp,
  { count, files }: { count: number; files: number },
): void {
  for (const part of ['lib', 'container'])
    cpSync(path.join(project, part), path.join(folder, part), { recursive: true });
  cpSync(path.join(project, 'bin', 'app.ts'), path.join(folder, 'bin', 'app.ts'));
  mkdirSync(path.join(folder, 'workflows'));
  for (const file of ['start-page.ts', 'settings.ts']) {
    const from = path.join(project, 'workflows', file);
    // An older checkout that is compared with may have no settings.
    if (existsSync(from)) cpSync(from, path.join(folder, 'workflows', file));
  }
  const entries = Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? KINDS[0];
    const name = `${kind}-${index}`;
    const entry = `workflows/${kind}-${index % files}.ts`;
    const source = readFileSync(path.join(project, 'workflows', `${kind}.ts`), 'utf8');
    writeFileSync(path.join(folder, entry), `${source}\nconsole.debug(${index % files});\n`);
    return { name, entry, definitionName: name, description: `Workflow ${index}` };
  });
  writeFileSync(
    path.join(folder, 'workflows', 'catalog.ts'),
    `import { defineCatalog } from '../lib/catalog/catalog.ts';\nexport const catalog = defineCatalog(${JSON.stringify(entries)});\n`,
  );
}

/** The same templates and the same files in assets, without a line of this project: what the CDK itself takes for them. */
function writePlainApp(app: SynthApp, like: SynthApp): void {
  const assembly = path.join(app.folder, 'like');
  execFileSync(process.execPath, [...like.command], {
    cwd: like.folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(like.context), CDK_OUTDIR: assembly },
  });
  writeFileSync(path.join(app.folder, 'bin', 'app.ts'), PLAIN_APP);
}

const PLAIN_APP = `import { readFileSync, readdirSync, writeFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';

const app = new App();
const scratch = mkdtempSync('templates-');
for (const file of readdirSync('like').filter((name) => name.endsWith('.template.json'))) {
  const id = file.slice(0, -'.template.json'.length);
  const template = JSON.parse(readFileSync(path.join('like', file), 'utf8'));
  // Those the synthesizer of the stack adds.
  delete template.Parameters;
  delete template.Rules;
  const stack = new Stack(app, id, { env: { region: 'us-east-1' } });
  const templateFile = path.join(scratch, file);
  writeFileSync(templateFile, JSON.stringify(template));
  new CfnInclude(stack, 'Template', { templateFile, preserveLogicalIds: true });
  const { files, dockerImages } = JSON.parse(readFileSync(path.join('like', id + '.assets.json'), 'utf8'));
  for (const [hash, { source }] of Object.entries(files)) {
    if (!source.path.startsWith('asset.')) continue;
    new Asset(stack, hash, { path: path.join('like', source.path) });
  }
  for (const [hash, { source }] of Object.entries(dockerImages ?? {}))
    new DockerImageAsset(stack, hash, {
      directory: path.join('like', source.directory),
      buildArgs: source.dockerBuildArgs,
      platform: Platform.LINUX_ARM64,
    });
}
app.synth();
`;
