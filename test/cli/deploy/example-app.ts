import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { temporaryFolder } from '../../cdk/synthesis.ts';

/** The assembly of an app with a stack that needs another, the same in another region, and a stage with others. */
export function synthesizeApp(): string {
  const outdir = temporaryFolder();
  const app = new App({ outdir, analyticsReporting: false });
  const here = { region: 'us-east-1' };
  const foundation = stackIn(app, 'Foundation', { stackName: 'NovaActFoundation', env: here });
  stackIn(app, 'shop', { stackName: 'NovaActWorkflow-shop', env: here }).addStackDependency(foundation);
  const elsewhere = new Construct(app, 'eu-west-1');
  stackIn(elsewhere, 'shop', { stackName: 'NovaActWorkflow-shop-eu-west-1', env: { region: 'eu-west-1' } });
  const env = { account: '123456789012', region: 'eu-west-1' };
  const stage = new Stage(app, 'Dev', { env });
  stackIn(stage, 'shop', { stackName: 'NovaActWorkflow-dev-shop' });
  stackIn(stage, 'cart-stack', { stackName: 'NovaActWorkflow-dev-cart' });
  app.synth();
  return outdir;
}

function stackIn(...args: ConstructorParameters<typeof Stack>): Stack {
  const stack = new Stack(...args);
  new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
  return stack;
}
