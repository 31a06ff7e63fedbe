import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { synthesize } from './synthesize.ts';

/** An app that can be synthesized, in a folder of its own. */
export interface SynthApp {
  readonly name: string;
  readonly folder: string;
  /** As in cdk.json, and of the command line. */
  readonly context: Readonly<Record<string, unknown>>;
}

const project = path.resolve(import.meta.dirname, '../..');

export function emptyApp(parent: string): SynthApp {
  const app = appIn(parent, 'empty');
  writeFileSync(path.join(app.folder, 'bin', 'app.ts'), EMPTY_APP);
  return app;
}

/** This project with so many workflows, each of a file of its own. */
export function appOf(workflows: number, parent: string): SynthApp {
  const app = appIn(parent, `${workflows}-workflows`);
  writeProject(app, workflows);
  return app;
}

/** The same templates and the same files in assets, without a line of this project: what the CDK itself takes for them. */
export async function appByTheCdkAlone(like: SynthApp, parent: string): Promise<SynthApp> {
  const app = appIn(parent, `${like.name}-by-the-cdk-alone`);
  await synthesize(like, path.join(app.folder, 'like'));
  writeFileSync(path.join(app.folder, 'bin', 'app.ts'), PLAIN_APP);
  return app;
}

function appIn(parent: string, name: string): SynthApp {
  const folder = path.join(parent, name);
  mkdirSync(path.join(folder, 'bin'), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json'])
    cpSync(path.join(project, file), path.join(folder, file));
  symlinkSync(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
  const { context }: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(project, 'cdk.json'), 'utf8'),
  );
  const flags = { ...context, build: 'docker' };
  writeFileSync(path.join(folder, 'cdk.json'), JSON.stringify({ context: flags, versionReporting: false }));
  return { name, folder, context: flags };
}

const EMPTY_APP = `import { App, Stack } from 'aws-cdk-lib';
const app = new App();
new Stack(app, 'Empty', { env: { region: 'us-east-1' } });
app.synth();
`;

const KINDS = ['getting-started', 'multi-session', 'form-filling'] as const;

/** A copy of the project with another catalog. */
function writeProject({ folder }: SynthApp, count: number): void {
  for (const part of ['lib', 'container'])
    cpSync(path.join(project, part), path.join(folder, part), { recursive: true });
  cpSync(path.join(project, 'bin', 'app.ts'), path.join(folder, 'bin', 'app.ts'));
  mkdirSync(path.join(folder, 'workflows'));
  for (const file of ['start-page.ts', 'settings.ts'])
    cpSync(path.join(project, 'workflows', file), path.join(folder, 'workflows', file));
  const entries = Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? KINDS[0];
    const name = `${kind}-${index}`;
    const entry = `workflows/${name}.ts`;
    const source = readFileSync(path.join(project, 'workflows', `${kind}.ts`), 'utf8');
    writeFileSync(path.join(folder, entry), `${source}\nconsole.debug(${index});\n`);
    return { name, entry, definitionName: name, description: `Workflow ${index}` };
  });
  writeFileSync(
    path.join(folder, 'workflows', 'catalog.ts'),
    `import { defineCatalog } from '../lib/catalog/catalog.ts';\nexport const catalog = defineCatalog(${JSON.stringify(entries)});\n`,
  );
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
