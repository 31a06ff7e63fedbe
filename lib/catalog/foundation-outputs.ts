/**
 * What the stack of a foundation exports, as `<stack name>:<key>`, whatever its settings are. `KeyArn` is `none` without a
 * customer key; the repository is the one without a customer key, also where another has one.
 */
export const FOUNDATION_OUTPUT_KEYS = [
  'ArtifactBucketName',
  'ArtifactBucketArn',
  'RunLogGroupName',
  'RunLogGroupArn',
  'RepositoryName',
  'RepositoryArn',
  'KeyArn',
] as const;

/** The name of one output of the stack of a foundation. */
export type FoundationOutputKey = (typeof FOUNDATION_OUTPUT_KEYS)[number];
