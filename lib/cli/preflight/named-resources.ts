/**
 * What CloudFormation's schemas say of the types that have fixed names in our stacks: which property is the name, and
 * which others cannot change without a replacement. A test compares them with the schemas.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
export const NAMED_RESOURCES: Readonly<Record<string, NamedResource>> = {
  'AWS::BedrockAgentCore::BrowserCustom': {
    kind: 'browser',
    name: 'Name',
    createOnly: [
      'BrowserSigning',
      'Certificates',
      'Description',
      'EnterprisePolicies',
      'ExecutionRoleArn',
      'NetworkConfiguration',
      'RecordingConfig',
    ],
  },
  'AWS::BedrockAgentCore::BrowserProfile': {
    kind: 'browser profile',
    name: 'Name',
    createOnly: ['Description'],
  },
  'AWS::BedrockAgentCore::Runtime': { kind: 'runtime', name: 'AgentRuntimeName', createOnly: [] },
  'AWS::BedrockAgentCore::RuntimeEndpoint': {
    kind: 'endpoint',
    name: 'Name',
    createOnly: ['AgentRuntimeId'],
    within: 'AgentRuntimeId',
  },
  'AWS::ECR::Repository': {
    kind: 'repository',
    name: 'RepositoryName',
    createOnly: ['EncryptionConfiguration'],
  },
  'AWS::IAM::Role': { kind: 'role', name: 'RoleName', createOnly: ['Path'] },
  'AWS::Logs::DeliveryDestination': {
    kind: 'log delivery destination',
    name: 'Name',
    createOnly: ['DeliveryDestinationType', 'DestinationResourceArn', 'OutputFormat'],
  },
  'AWS::Logs::DeliverySource': { kind: 'log delivery source', name: 'Name', createOnly: [] },
  'AWS::Logs::LogGroup': { kind: 'log group', name: 'LogGroupName', createOnly: [] },
  'AWS::Logs::ResourcePolicy': { kind: 'log resource policy', name: 'PolicyName', createOnly: [] },
  'AWS::NovaAct::WorkflowDefinition': {
    kind: 'workflow definition',
    name: 'Name',
    createOnly: ['Description', 'ExportConfig'],
  },
  'AWS::XRay::ResourcePolicy': { kind: 'trace resource policy', name: 'PolicyName', createOnly: [] },
};

/** What is known of a type whose name can be chosen. */
export interface NamedResource {
  /** What people call it. */
  readonly kind: string;
  /** The property with the name; a change of it is a replacement, too. */
  readonly name: string;
  /** The other properties whose change replaces the resource. */
  readonly createOnly: readonly string[];
  /**
   * The property with what the name is unique within.
   * @default - account and region
   */
  readonly within?: string | undefined;
}
