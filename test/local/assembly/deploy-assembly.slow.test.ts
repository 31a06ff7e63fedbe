import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { NovaActWorkflow, workflowApp } from '../../../lib/cdk/index.ts';
import { noteLine } from '../../../lib/local/assembly/index.ts';
import { deployAssembly, type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { appProps, fixture, projectRoot } from '../../cdk/synthesis.ts';

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(async () => local.close());

const deploy = (folder: string) =>
  deployAssembly({ folder, projectRoot, stateDir: local.stateDir, url: local.url });

test.each(['docker', 'codebuild'])('the code of images that are built by %s is found', async (build) => {
  const entry = {
    name: 'greeting',
    entry: 'test/cdk/fixtures/greeting.ts',
    definitionName: 'greeting',
    description: 'x',
  };
  const app = workflowApp({ catalog: [entry], projectRoot, appProps: appProps({ build }) });
  const { deployments, notes } = await deploy(app.synth().directory);

  expect(notes).toEqual([]);
  expect(deployments).toMatchObject([{ name: 'greeting', outputs: { EndpointName: 'DEFAULT' } }]);
});

test('a stack of ones own, for an account and a region, has its prefixed outputs', async () => {
  const app = new App(appProps());
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'us-west-2' } });
  new NovaActWorkflow(stack, 'Greeter', { entry: fixture('greeting.ts'), build: 'zip' }).addOutputs({
    prefix: true,
  });
  const { deployments, notes } = await deploy(app.synth().directory);

  expect(deployments[0]?.outputs).toMatchObject({
    GreetingRuntimeArn: expect.stringMatching(
      /^arn:aws:bedrock-agentcore:us-west-2:000000000000:runtime\/greeting-/,
    ),
    GreetingEndpointName: 'live',
    GreetingRegion: 'us-west-2',
  });
  expect(notes.map(noteLine)).toContain(
    'The stacks are for the account 123456789012; here everything is in 000000000000, also where a template says the number.',
  );
});
