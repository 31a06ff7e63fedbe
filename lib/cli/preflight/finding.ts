/** Something that the preflight has found, for people and programs. */
export interface Finding {
  /** What it is about, such as `export-in-use`. */
  readonly rule: PreflightRule;
  /** The stack that it is about. */
  readonly stackName: string;
  /** @default - of no region in particular */
  readonly region?: string | undefined;
  /** What would happen, or what was found: whole sentences. */
  readonly what: string;
  /** What to do: whole sentences, with commands that can be copied. */
  readonly wayOut: string;
  /** Where AWS says so. */
  readonly source: string;
}

const CUSTOM_NAMES =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html';
const IMPORT_VALUE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html';

/** What the preflight looks for, and where it is known from. */
export const SOURCES = {
  'account-differs': 'https://docs.aws.amazon.com/cdk/v2/guide/environments.html',
  'custom-named': CUSTOM_NAMES,
  'export-in-use': IMPORT_VALUE,
  'export-taken': IMPORT_VALUE,
  'logs-leave-stack':
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
  'name-taken': CUSTOM_NAMES,
  'not-in-assembly': 'https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-destroy.html',
  'not-read': 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html',
  'stack-state':
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-describing-stacks.html',
  // The message of CloudFormation; its guide does not say it.
  'type-changed': 'https://github.com/aws/aws-sam-cli/issues/6786',
} as const;

/** A key of {@link SOURCES}. */
export type PreflightRule = keyof typeof SOURCES;

/** Makes a {@link Finding} with the source of its rule. */
export function finding(rule: PreflightRule, parts: Omit<Finding, 'rule' | 'source'>): Finding {
  return { rule, ...parts, source: SOURCES[rule] };
}

/** What is refused, and what is only said. */
export interface Findings {
  readonly refused: readonly Finding[];
  readonly notices: readonly Finding[];
}
