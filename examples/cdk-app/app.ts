import { App, Stack } from 'aws-cdk-lib';
import { NovaActWorkflow } from 'nova-act-cdk/cdk';

const stack = new Stack(new App(), 'HeadlineStack');

// The definition, the image, the runtime with role, endpoint and logs, from one source file.
const headline = new NovaActWorkflow(stack, 'Headline', {
  entry: 'headline.ts',
  // Without it, Docker on this machine makes the image.
  build: 'codebuild',
});

// What `nova-act-cdk invoke` and boto3 read: the ARN of the runtime, its endpoint, and the rest.
headline.addOutputs();
