import path from 'node:path';
import { deployAssembly } from '../../../lib/local/assembly/index.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { noteRunning } from '../../../lib/local/running-local-aws.ts';
import { makeProject, type TestProject } from '../../bundle/project.ts';
import { handMade, probe } from '../../local/assembly/hand-made.ts';
import { type Called, callCommand } from '../call-command.ts';

/** A project with workflows to run, and the local AWS that runs for it. */
export async function startShop(): Promise<Shop> {
  const project = makeProject(FILES);
  const stateDir = path.join(project.root, '.nova-act');
  const aws = await startLocalAws({ stateDir });
  const unNote = noteRunning(stateDir, { url: aws.url, region: 'us-east-1' });
  return {
    ...{ project, aws },
    run: (args, given) =>
      callCommand(['run', ...args, '--local'], {
        projectRoot: project.root,
        environment: { ...process.env, COLOR: 'red', MINE: 'of this shell' },
        ...given,
      }),
    runs: () => aws.store.runs().map(({ definitionName, status }) => `${definitionName} ${status}`),
    deployProbe: async (stackName, ...principals) => {
      const folder = handMade({ [stackName]: probeStack(principals) });
      await deployAssembly({ folder, projectRoot: project.root, stateDir, url: aws.url, catalog: [] });
      return [
        'workflows/probe.ts',
        '--stack',
        stackName,
        '--outputs-file',
        path.join(stateDir, 'cdk-outputs.json'),
      ];
    },
    [Symbol.asyncDispose]: async () => {
      unNote();
      await aws.close();
      project.remove();
    },
  };
}

export interface Shop extends AsyncDisposable {
  readonly project: TestProject;
  readonly aws: LocalAws;
  /** Calls `act run` there. */
  readonly run: (
    args: readonly string[],
    given?: Partial<Parameters<typeof callCommand>[1]>,
  ) => Promise<Called>;
  /** Definition and status of all runs, oldest first. */
  readonly runs: () => readonly string[];
  /** Deploys the workflow `probe` with a role that may do nothing but what S3 has. @returns what `act run` is called with */
  readonly deployProbe: (stackName: string, ...principals: readonly string[]) => Promise<readonly string[]>;
}

const sdk = JSON.stringify(path.resolve('lib', 'sdk', 'index.ts'));
const catalog = JSON.stringify(path.resolve('lib', 'catalog', 'index.ts'));

const FILES = {
  'package.json': '{ "type": "module" }',
  'workflows/shop.ts': `
    import { workflow } from ${sdk};
    export const main = workflow({ definitionName: 'of-the-code' }, async (payload: { how?: string }) => {
      console.log('the workflow says something');
      if (payload.how === 'throw') throw new RangeError('out of stock');
      if (payload.how === 'exit') process.exit(0);
      if (payload.how === 'hang') await new Promise(() => {});
      if (payload.how === 'crash') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);
      if (payload.how === 'crash') await new Promise(() => {});
      const { COLOR, KEY, MINE, NOVA_ACT_ARTIFACT_PREFIX } = process.env;
      return { COLOR, KEY, MINE, NOVA_ACT_ARTIFACT_PREFIX };
    });`,
  'workflows/loud.ts': `
    import { closeSync } from 'node:fs';
    export const main = (payload: { close?: boolean }) => {
      if (payload.close) closeSync(1);
      for (let line = 0; line < 1000; line += 1) console.log('x'.repeat(10_000));
      return 'done';
    };`,
  'workflows/probe.ts': `
    import { workflow } from ${sdk};
    export const main = workflow({ definitionName: 'x' }, (payload: { fails?: boolean }) => {
      if (payload.fails) throw new RangeError('no probe left');
      return process.env.COLOR ?? 'none';
    });`,
  'workflows/early.ts': `
    export const main = () => { throw new TypeError('no wish given'); };`,
  'workflows/catalog.ts': `
    import { defineCatalog } from ${catalog};
    export const catalog = defineCatalog([{
      name: 'shop', entry: 'workflows/shop.ts', definitionName: 'of-the-catalog', description: 'Buys.',
      environment: { COLOR: 'blue', NOVA_ACT_CONCURRENCY: '2', AWS_ENDPOINT_URL_NOVA_ACT: 'http://127.0.0.1:9', AWS_PROFILE: 'prod' }, secrets: { KEY: 'shop/key' },
    }]);`,
};

/** @param principals whom the trust policy of its role lets in */
function probeStack(principals: readonly string[]) {
  const Statement = principals.map((AWS) => ({
    Effect: 'Allow',
    Principal: { AWS },
    Action: 'sts:AssumeRole',
  }));
  return {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'probe',
          AssumeRolePolicyDocument: { Statement },
          Policies: [
            {
              PolicyName: 'p',
              PolicyDocument: { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } },
            },
          ],
        },
      },
      Runtime: probe({ EnvironmentVariables: { COLOR: 'green', PORT: '9' } }),
    },
    Outputs: { RuntimeArn: { Value: { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeArn'] } } },
  };
}
