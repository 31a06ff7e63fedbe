import { codeBlocks } from '../docs/markdown.ts';
import { manifest } from './pack.ts';
import type { Project } from './project.ts';
import type { Row } from './row.ts';
import { checkTypes, expectRuntime, installExample } from './steps.ts';

/** The projects in `examples/`, as their readers use them. */
export const exampleRows: readonly Row[] = [
  {
    project: 'examples/cdk-app',
    node: 20,
    cdk: manifest.devDependencies['aws-cdk-lib'] ?? '',
    steps: {
      install: async (project) => await installExample(project, 'cdk-app'),
      types: async (project) => await checkTypes(project, { cdk: true, compilerOptions: EXAMPLE }),
      synth: async (project) => {
        await project.run('npm', 'run', 'synth', '--', '--quiet', '--no-notices');
        expectRuntime(project, 'HeadlineStack');
      },
    },
  },
  {
    project: 'examples/company',
    node: 22,
    cdk: manifest.devDependencies['aws-cdk-lib'] ?? '',
    steps: {
      install: async (project) => await installExample(project, 'company'),
      types: async (project) => await checkTypes(project, { cdk: true, compilerOptions: EXAMPLE }),
      lint: async (project) => void (await project.run('npm', 'run', 'lint')),
      // Each is reviewed by the rule packs that the app has.
      ...Object.fromEntries(
        ['development', 'production'].map((name) => [
          name,
          async (project: Project) => {
            await project.run(...SYNTH, '-c', `env=${name}`);
            expectRuntime(project, 'read-balance');
          },
        ]),
      ),
      pipeline: async (project) => {
        await project.run(...SYNTH, '-c', `connection=${CONNECTION}`, '-c', 'repository=bank/workflows');
      },
      'a finding': async (project) => {
        project.write(
          'workflows/settings.ts',
          project.read('workflows/settings.ts').replace(/accessLogBucket: .*/g, ''),
        );
        const output = await project.fail(...SYNTH, '-c', 'env=production');
        if (!output.includes('PCI.DSS.321-S3BucketLoggingEnabled')) throw new Error(output);
      },
    },
  },
  {
    project: 'examples/workflow-test',
    node: 24,
    cdk: 'none',
    steps: {
      install: async (project) => await installExample(project, 'workflow-test'),
      types: async (project) => {
        const compilerOptions = { ...EXAMPLE, types: ['node', 'jest'] };
        await checkTypes(project, { cdk: false, compilerOptions });
      },
      'npm test': async (project) => void (await project.run('npm', 'test')),
      'documented tests': async (project) => {
        project.write('basket.test.ts', documentedTest('@jest/globals'));
        await project.run('npx', 'jest', 'basket.test.ts');
        await project.install('--save-dev', `tsx@${manifest.devDependencies.tsx}`);
        // By another name than tests of Jest have.
        project.write('headline.ts', documentedTest('node:test'));
        const output = await project.run('node', '--import', 'tsx', '--test', 'headline.ts');
        if (!/pass 2\b/.test(output)) throw new Error(`It printed: ${output}`);
      },
      'hint at ./cdk': async (project) => {
        project.write('cdk.test.ts', HINT_IN_JEST);
        await project.run('npx', 'jest', 'cdk.test.ts');
      },
    },
  },
  {
    project: 'examples/first-workflow',
    node: 22,
    cdk: 'none',
    steps: {
      install: async (project) => await installExample(project, 'first-workflow'),
      types: async (project) => await checkTypes(project, { cdk: false, compilerOptions: EXAMPLE }),
      'npm start': async (project) => {
        const output = await project.run('npm', 'start');
        if (!/confirmationNumber: 'WF-\w+'/.test(output)) throw new Error(`It printed: ${output}`);
      },
      'npm run lint': async (project) => {
        await project.run('npm', 'run', 'lint');
        project.write('forgetful.ts', FORGETFUL);
        const output = await project.fail('npm', 'run', 'lint');
        if (!/forgetful\.ts:3.*noFloatingPromises/.test(output)) throw new Error(output);
      },
    },
  },
];

/** The example of docs/testing-workflows.md for a test runner, as its readers copy it. */
function documentedTest(runner: string): string {
  const found = codeBlocks('docs/testing-workflows.md').find(({ code }) => code.includes(`from '${runner}'`));
  if (found === undefined) throw new Error(`docs/testing-workflows.md has no example for ${runner}.`);
  return found.code;
}

/** The linter has to know the types of the package to see what is wrong here. */
const FORGETFUL = `import type { NovaAct } from 'nova-act-cdk';
export function forget(nova: NovaAct): void {
  nova.act('Click the About link');
}
`;

const SYNTH = ['npm', 'run', 'synth', '--', '--no-notices'];
const CONNECTION =
  'arn:aws:codeconnections:us-east-1:333333333333:connection/01234567-89ab-cdef-0123-456789abcdef';

const EXAMPLE = { module: 'nodenext', noEmit: true, skipLibCheck: true };
const HINT_IN_JEST = `
test('what to install is said in Jest, too', () => {
  expect(() => require('nova-act-cdk/cdk')).toThrow('npm install aws-cdk-lib constructs');
});
`;
