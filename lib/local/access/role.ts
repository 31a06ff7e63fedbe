/** The execution role of a runtime: what the workflow's process may do. */
export interface RuntimeRole {
  /** Without its path. */
  readonly name: string;
  readonly arn: string;
  /** The statements of all its policies. Resources and conditions have no intrinsic functions in them any more. */
  readonly statements: readonly PolicyStatement[];
  /** Who may assume it, beside services: ARNs, account ids, or `*`. @default - nobody */
  readonly assumedBy?: readonly string[] | undefined;
}

/**
 * A statement of an IAM policy; lists of one may stand bare there, here they are lists.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Whether it is about all actions but these. */
  readonly areActionsExcluded: boolean;
  readonly resources: readonly string[];
  /** Whether it is about all resources but these. */
  readonly areResourcesExcluded: boolean;
  /** By operator and key, such as `{ StringEquals: { 'cloudwatch:namespace': ['bedrock-agentcore'] } }`. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}
