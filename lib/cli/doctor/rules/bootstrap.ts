import type { FoundStack } from '../ask-aws.ts';
import { type CheckOutcome, lacking, ok, warning } from '../outcome.ts';
import { VERSIONS } from '../versions.ts';

/** Whether the CDK can deploy to the account and region: by the stacks that `cdk bootstrap` has made there. */
export function bootstrapRule(facts: BootstrapFacts): CheckOutcome {
  const { stacks, wanted, account, region } = facts;
  const found = stacks.flatMap(({ stackName, outputs, parameters }) => {
    const version = Number(outputs.BootstrapVersion);
    return Number.isInteger(version)
      ? [{ stackName, version, qualifier: parameters.Qualifier ?? DEFAULT_QUALIFIER }]
      : [];
  });
  const command = (qualifier: string): string =>
    `npx cdk bootstrap aws://${account}/${region}${qualifier === DEFAULT_QUALIFIER ? '' : ` --qualifier ${qualifier} --toolkit-stack-name CDKToolkit-${qualifier}`}`;
  const words = found.map(
    ({ stackName, version, qualifier }) => `${stackName} (version ${version}, qualifier ${qualifier})`,
  );
  const old = found.filter(({ version }) => version < VERSIONS.bootstrap);
  if (old.length > 0) {
    return lacking(
      `${words.join(', ')}; version ${VERSIONS.bootstrap} or later is needed`,
      ...old.map(({ qualifier }) => command(qualifier)),
    );
  }
  const there = new Set(found.map(({ qualifier }) => qualifier));
  const absent = (wanted.length === 0 ? [DEFAULT_QUALIFIER] : wanted).filter((name) => !there.has(name));
  if (absent.length === 0) return ok(words.join(', '));
  const commands = absent.map(command);
  if (found.length === 0)
    return lacking(`nothing is bootstrapped in account ${account}, ${region}`, ...commands);
  // The settings may mean another account or region with it.
  return warning(`${words.join(', ')}; not here: qualifier ${absent.join(', ')}`, ...commands);
}

/** What is there of bootstrap stacks, and what the project wants. */
export interface BootstrapFacts {
  readonly stacks: readonly FoundStack[];
  /** Qualifiers that the project names. */
  readonly wanted: readonly string[];
  readonly account: string;
  readonly region: string;
}

/** @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html */
const DEFAULT_QUALIFIER = 'hnb659fds';
