import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import type { DeploymentEnvironment, PipelineSettings } from '../../../lib/catalog/deployment-settings.ts';
import { BUILD_MODES, type BuildMode, defaultSettings, workflowApp } from '../../../lib/cdk/index.ts';

/** What the command line says, and what the settings have beside the defaults. */
export interface AppOptions {
  readonly context: Readonly<Record<string, string>>;
  /** Each of them. */
  readonly environments?: Partial<DeploymentEnvironment>;
  readonly pipeline?: PipelineSettings;
}

const ACCOUNT = '123456789012';
const CONNECTION =
  'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef';

/** What clears findings, each by itself, by the name that it has in the settings. */
export const CLEARING: Readonly<Record<string, Omit<AppOptions, 'context'>>> = {
  customerKey: { environments: { customerKey: true } },
  accessLogBucket: { environments: { accessLogBucket: 'access-log' } },
  'monitoring.alarmActions': {
    environments: { monitoring: { alarmActions: [`arn:aws:sns:us-east-1:${ACCOUNT}:alarms`] } },
  },
  'pipeline.customerKey': { pipeline: { customerKey: true } },
};

/** All of them, and whatever else adds resources: none may come with a finding. */
const COMPANY: Omit<AppOptions, 'context'> = {
  environments: {
    ...Object.assign({}, ...Object.values(CLEARING).map(({ environments }) => environments)),
    account: ACCOUNT,
    lostRuns: true,
    humanInTheLoop: {
      signIn: { issuer: 'https://id.example.com', clientId: 'page' },
      notify: ['desk@example.com'],
    },
    fleet: { startOnUpload: { bucket: 'uploads', suffix: '.csv' } },
    schedule: { cron: '0 3 * * ? *', payload: {} },
    vpc: { vpcId: 'vpc-0a1b2c3d', subnetIds: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'] },
    tracing: true,
    delivery: { usage: true, payloads: true },
    secrets: { LOGIN_ARN: 'login' },
    rollout: { payload: {} },
  },
  pipeline: {
    ...Object.assign({}, ...Object.values(CLEARING).map(({ pipeline }) => pipeline)),
    account: ACCOUNT,
  },
};

const production = (build: BuildMode): AppOptions => ({ context: { build, env: 'production' } });
const PIPELINE: AppOptions = {
  context: { build: 'codebuild', connection: CONNECTION, repository: 'owner/name' },
};

/** Every kind of app, by what the documentation calls it. */
export const APPS: Readonly<Record<string, AppOptions>> = {
  'development, `docker`': { context: { build: 'docker', env: 'development' } },
  ...Object.fromEntries(BUILD_MODES.map((build) => [`production, \`${build}\``, production(build)])),
  ...Object.fromEntries(
    BUILD_MODES.map((build) => [`production, \`${build}\`, all set`, { ...production(build), ...COMPANY }]),
  ),
  pipeline: PIPELINE,
  'pipeline, all set': { ...PIPELINE, ...COMPANY },
  'pipeline to another account, in two regions': {
    ...PIPELINE,
    environments: { account: '222222222222', regions: ['us-east-1', 'eu-west-1'] },
    pipeline: { account: ACCOUNT, region: 'us-east-1' },
  },
  'role of GitHub': { context: { github: 'owner/name' } },
};

const root = path.resolve(import.meta.dirname, '..', '..', '..');

/** A synthesized app with one workflow, in the folder. */
export function appIn(outdir: string, options: AppOptions): App {
  const flags: { readonly context: object } = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8'));
  const { development, production } = defaultSettings.environments;
  const app = workflowApp({
    catalog: [{ name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' }],
    settings: {
      environments: {
        // Rollouts are nothing for what hotswaps.
        development: { ...development, hotswap: false, ...options.environments },
        production: { ...production, ...options.environments },
      },
      pipeline: options.pipeline,
    },
    projectRoot: path.join(root, 'test', 'cdk', 'fixtures'),
    appProps: {
      outdir,
      analyticsReporting: false,
      postCliContext: {
        ...flags.context,
        '@aws-cdk/core:annotationsInValidationReport': false,
        ...options.context,
      },
    },
  });
  app.synth();
  return app;
}
