import path from 'node:path';
import { App, RemovalPolicy } from 'aws-cdk-lib';
import { environments, makeWorkflowStacks } from '../../../lib/cdk/index.ts';
import { catalog } from '../../../workflows/catalog.ts';

/**
 * The stacks of this project as moto can take them: it runs no custom resources (so nothing is emptied before it is
 * deleted) and knows no termination protection.
 */
const app = new App();
makeWorkflowStacks(app, {
  catalog: catalog.slice(0, 1),
  projectRoot: path.resolve(import.meta.dirname, '..', '..', '..'),
  environment: { ...environments.development, removalPolicy: RemovalPolicy.RETAIN },
  build: 'zip',
  env: { account: '123456789012', region: 'us-east-1' },
});
app.synth();
