/**
 * What `Ref` gives for the names that CloudFormation knows itself.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
 */
export function pseudoParameters(options: {
  readonly stackName: string;
  /** @default - not known */
  readonly account: string | undefined;
  readonly region: string;
}): readonly (readonly [string, string])[] {
  const { stackName, account, region } = options;
  const isChina = region.startsWith('cn-');
  return [
    ['AWS::StackName', stackName],
    ['AWS::Region', region],
    ['AWS::Partition', isChina ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'],
    ['AWS::URLSuffix', isChina ? 'amazonaws.com.cn' : 'amazonaws.com'],
    ...(account === undefined ? [] : [['AWS::AccountId', account] as const]),
  ];
}

/** Whether the value of a parameter of this type is what was given, and not looked up under that name. */
export function isPlainParameter(type: string): boolean {
  return type === 'String' || type === 'Number';
}
