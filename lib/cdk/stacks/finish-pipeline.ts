import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { PipelineSettings } from '../../catalog/deployment-settings.ts';
import { allowLogGroups } from '../constructs/log-key.ts';
import { explainPipeline } from '../nag/pipeline-reasons.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import { tagAll } from './place-props.ts';

/**
 * What can be said of a pipeline only when it is built, because the CDK makes its key, and the support stack of each other
 * region, by itself.
 */
export function finishPipeline(
  pipelineStack: PipelineStack,
  options: { readonly place: PipelineSettings; readonly logGroup: LogGroup },
): void {
  const { place, logGroup } = options;
  const { pipeline } = pipelineStack.pipeline;
  const key = pipeline.artifactBucket.encryptionKey;
  const logs = logGroup.node.defaultChild;
  if (key !== undefined && logs instanceof CfnLogGroup) {
    allowLogGroups(pipelineStack, key);
    logs.kmsKeyId = key.keyArn;
  }
  // They have a bucket and a key, and no role that a boundary would be for.
  const support = Object.values(pipeline.crossRegionSupport).map(({ stack }) => Stack.of(stack));
  for (const stack of new Set([pipelineStack, ...support])) {
    stack.terminationProtection = pipelineStack.terminationProtection ?? false;
    for (const [name, value] of Object.entries(place.tags ?? {})) stack.addStackTag(name, value);
    tagAll(stack, place);
    explainPipeline(stack);
  }
}
