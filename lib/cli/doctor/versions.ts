/** The versions that work together, as `docs/compatibility.md` has them. A test holds them equal to those of the manifest. */
export const VERSIONS = {
  node: { floor: '20.19.0', newestTested: '24' },
  /** What versions of the AWS SDK for JavaScript need that come after {@link sdkDropsNode20}, as it says itself when it is loaded. */
  nodeOfSdk: '22.0.0',
  /** ISO 8601. */
  sdkDropsNode20: '2027-01-08',
  cdkLib: { floor: '2.269.0', tested: '2.276.0' },
  constructs: { floor: '10.5.0' },
  cdkCli: { tested: '2.1148.1' },
  typescript: { floor: '5.4.0' },
  /**
   * What stacks of `aws-cdk-lib` require of the bootstrap stack, lookups included.
   *
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html#bootstrap-template-history
   */
  bootstrap: 8,
} as const;

/** Less than 0 when `a` comes before `b`. Parts that are not given count as 0; what comes after a hyphen does not count. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first number of a version. */
export function majorOf(version: string): number {
  return partsOf(version)[0] ?? 0;
}

function partsOf(version: string): readonly number[] {
  return version
    .replace(/^v/, '')
    .replace(/[-+].*$/, '')
    .split('.')
    .map(Number);
}
