import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type ItemSettings, itemVariables } from '../item-settings.ts';
import { explainItemFunction } from '../nag/function-reasons.ts';
import { BundledFunction } from './bundled-function.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import { START_ITEM_ACTIONS } from './perms.ts';

/**
 * The function that checks what a fleet was started with, and starts its items. It waits for none of them: hosts tell the state
 * machine themselves how they ended.
 */
export class ItemFunction extends BundledFunction {
  constructor(scope: Construct, id: string, { workflow, ...fleet }: ItemFunctionProps) {
    const { runtime, foundation, definition, workflowName } = workflow;
    const resources = [runtime.runtimeArn, runtime.endpointArn];
    super(scope, id, {
      kind: 'item',
      description: `Starts items of ${workflowName}`,
      // The start of a session, and what is tried again in a call.
      timeout: START_TIMEOUT,
      // Not to stop what was started: each host stops its own session.
      statements: [new iam.PolicyStatement({ actions: [...START_ITEM_ACTIONS], resources })],
      environment: itemVariables({
        runtimeArn: runtime.runtimeArn,
        qualifier: runtime.endpointName,
        definitionName: definition.workflowDefinitionName,
        artifactBucket: foundation.artifactBucket.bucketName,
        ...fleet,
      }),
      logRetention: runtime.logRetention,
      logEncryptionKey: foundation.encryptionKey,
    });
    explainItemFunction(this.function);
  }
}

interface ItemFunctionProps
  extends Omit<ItemSettings, 'runtimeArn' | 'qualifier' | 'definitionName' | 'artifactBucket'> {
  readonly workflow: NovaActWorkflow;
}

const START_TIMEOUT = Duration.minutes(2);
