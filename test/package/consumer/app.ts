import { App, Stack } from 'aws-cdk-lib';
import { NovaActWorkflow } from 'nova-act-cdk/cdk';

const stack = new Stack(new App(), 'Consumer');
new NovaActWorkflow(stack, 'Hello', { entry: 'workflows/hello.ts', build: 'docker' });
