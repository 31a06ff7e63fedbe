/** Resources of templates that tests write by hand, with what their types require. */

export const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
export const logGroup = (properties: object = {}, attributes: object = {}) => ({
  Type: 'AWS::Logs::LogGroup',
  ...attributes,
  Properties: properties,
});
export const repository = (properties: object = {}) => ({
  Type: 'AWS::ECR::Repository',
  Properties: properties,
});
export const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, ...properties },
});
export const runtime = (properties: object = {}) => ({
  Type: 'AWS::BedrockAgentCore::Runtime',
  Properties: {
    AgentRuntimeName: 'getting_started',
    RoleArn: 'arn:aws:iam::123456789012:role/runtime',
    AgentRuntimeArtifact: {
      ContainerConfiguration: { ContainerUri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1' },
    },
    NetworkConfiguration: { NetworkMode: 'PUBLIC' },
    ...properties,
  },
});
export const endpoint = (properties: object = {}) => ({
  Type: 'AWS::BedrockAgentCore::RuntimeEndpoint',
  Properties: { AgentRuntimeId: { Ref: 'Runtime' }, Name: 'live', ...properties },
});
export const definition = (properties: object) => ({
  Type: 'AWS::NovaAct::WorkflowDefinition',
  Properties: properties,
});
export const browser = (properties: object) => ({
  Type: 'AWS::BedrockAgentCore::BrowserCustom',
  Properties: { NetworkConfiguration: { NetworkMode: 'PUBLIC' }, ...properties },
});
export const output = (value: unknown, name?: string) => ({
  Value: value,
  ...(name && { Export: { Name: name } }),
});
