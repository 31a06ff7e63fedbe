import path from 'node:path';
import { writeEveryExport } from './every-export.ts';
import { exampleRows } from './example-rows.ts';
import { runOnLocalAws } from './local-aws.ts';
import { manifest, root } from './pack.ts';
import type { Row } from './row.ts';
import {
  checkTypes,
  consumer,
  expectHintAtCdk,
  expectLightImports,
  expectMessage,
  expectMistakeAcrossCopies,
  expectPeerConflict,
  expectRuntime,
  measureSdkOnly,
  synth,
} from './steps.ts';
import { playStory } from './story.ts';

const newest = manifest.devDependencies['aws-cdk-lib'] ?? '';
const lowest = (name: string): string => manifest.peerDependencies[name]?.replace('^', '') ?? '';
/** The newest that does not work: its validation rules may not have `::` in their ids. */
const TOO_OLD = '2.268.0';
const WORKFLOWS = ['hello', 'decorated'];

/** Each value once, not each with each. The longest come first, so that none is waited for in the end. */
export const rows: readonly Row[] = [
  {
    project: 'cdk init',
    node: 24,
    cdk: newest,
    steps: {
      install: async (project) => {
        const cdk = path.join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
        await project.run('node', cdk, 'init', 'app', '--language', 'typescript', '--generate-only');
        project.copy(path.join(consumer, 'workflows'), 'workflows');
        project.copy(path.join(consumer, 'cdk-init'));
        const mcp = `@modelcontextprotocol/client@${manifest.devDependencies['@modelcontextprotocol/client']}`;
        await project.install(project.tarball, `aws-cdk-lib@${newest}`, mcp);
      },
      types: async (project) => {
        await writeEveryExport(project, { cdk: true });
        await project.run('npm', 'run', 'build');
      },
      'npm test': async (project) => void (await project.run('npm', 'test')),
      synth: async (project) => {
        await project.run('npx', 'cdk', 'synth', '--quiet', '--no-notices');
        expectRuntime(project, 'CdkInitStack');
      },
      run: async (project) => await runOnLocalAws(project, WORKFLOWS),
    },
  },
  {
    project: 'CommonJS',
    node: 22,
    cdk: lowest('aws-cdk-lib'),
    steps: {
      install: async (project) => {
        project.write('package.json', { private: true });
        project.copy(consumer);
        const peers = ['aws-cdk-lib', 'constructs'].map((name) => `${name}@${lowest(name)}`);
        await project.install(project.tarball, ...peers);
        project.measure(`nova-act-cdk aws-cdk-lib@${lowest('aws-cdk-lib')} constructs`);
        await project.install(
          '--save-dev',
          'typescript@5.9',
          `@types/node@${manifest.devDependencies['@types/node']}`,
        );
      },
      types: async (project) => {
        const compilerOptions = {
          module: 'nodenext',
          experimentalDecorators: true,
          outDir: 'built',
          skipLibCheck: true,
        };
        await checkTypes(project, { cdk: true, compilerOptions });
      },
      synth: async (project) => await synth(project, 'node built/app.js'),
      'message of a mistake': expectMessage,
      run: async (project) => {
        await runOnLocalAws(project, [...WORKFLOWS, 'compiled'], ['--catalog', 'catalog-of-all.ts']);
      },
    },
  },
  {
    project: 'ES modules',
    node: 20,
    cdk: 'none',
    steps: {
      install: async (project) => {
        project.write('package.json', { private: true, type: 'module' });
        project.copy(path.join(consumer, 'workflows'), 'workflows');
        await project.install(project.tarball);
        measureSdkOnly(project);
        const { typescript, '@types/node': nodeTypes } = manifest.devDependencies;
        await project.install('--save-dev', `typescript@${typescript}`, `@types/node@${nodeTypes}`);
      },
      'hint at ./cdk': expectHintAtCdk,
      'light imports': expectLightImports,
      'mistake of a command': expectMistakeAcrossCopies,
      types: async (project) => {
        // Reads all declarations of all packages; those of Playwright know the DOM.
        const lib = ['es2023', 'esnext.disposable', 'dom'];
        const compilerOptions = { module: 'nodenext', lib, exactOptionalPropertyTypes: true, noEmit: true };
        await checkTypes(project, { cdk: false, compilerOptions });
      },
      run: async (project) => await runOnLocalAws(project, WORKFLOWS),
    },
  },
  { project: 'act init', node: 20, cdk: newest, steps: { 'the whole story': playStory } },
  ...exampleRows,
  {
    project: 'an old CDK',
    node: 20,
    cdk: TOO_OLD,
    steps: {
      refused: async (project) => {
        await expectPeerConflict(project, [`aws-cdk-lib@${TOO_OLD}`, `constructs@${lowest('constructs')}`]);
      },
    },
  },
];
