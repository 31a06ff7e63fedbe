import * as cdk from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from 'nova-act-cdk/cdk';

export class CdkInitStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    new NovaActWorkflow(this, 'Hello', { entry: 'workflows/hello.ts', build: 'docker' });
    new NovaActWorkflow(this, 'Decorated', { entry: 'workflows/decorated.ts', build: 'zip' });
  }
}
