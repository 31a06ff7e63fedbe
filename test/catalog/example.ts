import type { WorkflowOutputs } from '../../lib/catalog/index.ts';

/** Outputs as a deployment of the getting-started workflow has them. */
export const exampleOutputs: WorkflowOutputs = {
  RuntimeArn: 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/getting_started-a1B2c3D4e5',
  RuntimeId: 'getting_started-a1B2c3D4e5',
  RuntimeVersion: '1',
  EndpointArn:
    'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/getting_started-a1B2c3D4e5/runtime-endpoint/live',
  EndpointName: 'live',
  WorkflowDefinitionName: 'getting-started-workflow',
  WorkflowDefinitionArn:
    'arn:aws:nova-act:us-east-1:123456789012:workflow-definition/getting-started-workflow',
  LogGroupName: '/nova-act/getting-started-workflow',
  RuntimeLogGroupName: '/aws/bedrock-agentcore/runtimes/getting_started-a1B2c3D4e5-live',
  ArtifactBucketName: 'nova-act-artifacts-123456789012',
  Region: 'us-east-1',
};
