import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import type { DeploymentEnvironment } from '../../../lib/catalog/deployment-settings.ts';
import { defaultSettings, workflowApp } from '../../../lib/cdk/index.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const ACCOUNT = '123456789012';

/** What clears findings, each by itself, by the name that it has in the settings of an environment. */
export const CLEARING = {
  customerKey: { customerKey: true },
  accessLogBucket: { accessLogBucket: 'access-log' },
  'monitoring.alarmActions': {
    monitoring: { alarmActions: [`arn:aws:sns:us-east-1:${ACCOUNT}:alarms`] },
  },
} as const satisfies Readonly<Record<string, Partial<DeploymentEnvironment>>>;

/** Whatever else adds resources: none of them may come with a finding. */
const MORE = {
  account: ACCOUNT,
  lostRuns: true,
  vpc: { vpcId: 'vpc-0a1b2c3d', subnetIds: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'] },
  tracing: true,
  delivery: { usage: true, payloads: true },
  secrets: { LOGIN_ARN: 'login' },
  rollout: { payload: {} },
} as const satisfies Partial<DeploymentEnvironment>;

/** All that a company sets. */
export const COMPANY: Partial<DeploymentEnvironment> = Object.assign({}, ...Object.values(CLEARING), MORE);

/** What the command line says, and what production has beside the defaults. */
export interface AppOptions {
  readonly context: Readonly<Record<string, string>>;
  readonly set?: Partial<DeploymentEnvironment>;
}

/** A synthesized app with one workflow, in the folder. */
export function appIn(outdir: string, { context, set }: AppOptions): App {
  const flags: { readonly context: object } = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8'));
  const { environments } = defaultSettings;
  const app = workflowApp({
    catalog: [{ name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' }],
    settings: {
      ...defaultSettings,
      environments: { ...environments, production: { ...environments.production, ...set } },
    },
    projectRoot: path.join(root, 'test', 'cdk', 'fixtures'),
    appProps: { outdir, analyticsReporting: false, postCliContext: { ...flags.context, ...context } },
  });
  app.synth();
  return app;
}
