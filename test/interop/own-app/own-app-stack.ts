import * as cdk from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from 'nova-act-cdk/cdk';

export class OwnAppStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const hello = new NovaActWorkflow(this, 'Hello', { entry: 'workflows/hello.ts', build: 'codebuild' });
    hello.addOutputs();
  }
}
