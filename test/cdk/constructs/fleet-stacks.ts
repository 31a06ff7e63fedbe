import { App, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowFleet,
  type WorkflowFleetProps,
  WorkflowFoundation,
} from '../../../lib/cdk/index.ts';
import { appProps } from '../synthesis.ts';

/** An empty stack in us-east-1. */
export function emptyStack(app = new App(appProps()), id = 'Test'): Stack {
  return new Stack(app, id, { env: { region: 'us-east-1' } });
}

/** A workflow for which nothing is bundled. */
export function workflowIn(
  stack: Stack,
  props: Partial<NovaActWorkflowProps> = {},
  id = 'Workflow',
): NovaActWorkflow {
  const repository = Repository.fromRepositoryName(stack, `${id}Images`, 'images');
  const build = { repository, digest: `sha256:${'0'.repeat(64)}` };
  return new NovaActWorkflow(stack, id, { entry: 'not-read/greeting.ts', build, ...props });
}

/** A foundation with a customer key. */
export function encryptedFoundation(stack: Stack): WorkflowFoundation {
  return new WorkflowFoundation(stack, 'Data', { encryptionKey: new Key(stack, 'Key') });
}

/** A fleet in the stack of its workflow. */
export function fleetIn(stack: Stack, props: Partial<WorkflowFleetProps> = {}): WorkflowFleet {
  return new WorkflowFleet(stack, 'Fleet', { ...props, workflow: props.workflow ?? workflowIn(stack) });
}
