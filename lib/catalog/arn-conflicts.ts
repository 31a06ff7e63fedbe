import type { Problem } from '../core/problems.ts';
import type { DeploymentEnvironment, WorkflowSettings } from './deployment-settings.ts';
import { SECRET_ARN } from './name-rules.ts';
import { accountOfArn, partitionOf, partitionOfArn, regionOfArn } from './place-rules.ts';

/** ARNs of another account, of another region, or of another partition than their region. */
export function arnConflicts(options: {
  readonly where: string;
  readonly environment: Pick<DeploymentEnvironment, 'permissionsBoundary' | 'customerKey' | 'secretKeys'>;
  readonly levels: readonly Level[];
  /** @default - not known */
  readonly account: string | undefined;
  /** @default - not known */
  readonly regions: readonly string[] | undefined;
}): Problem[] {
  const { where, environment, levels, account, regions } = options;
  const { permissionsBoundary: boundary, customerKey, secretKeys = [] } = environment;
  const arns: readonly Arn[] = [
    ...(typeof customerKey === 'string' ? [{ where: `${where}.customerKey`, arn: customerKey }] : []),
    ...secretKeys.map((arn, index) => ({ where: `${where}.secretKeys[${index}]`, arn })),
    ...levels.flatMap(([level, settings]) => [...secretsOf(level, settings), ...actionsOf(level, settings)]),
  ];
  const ofOtherPartitions = [
    ...arns.flatMap(inPartitionOf(undefined)),
    ...levels
      .flatMap(([level, settings]) => roleUsersOf(level, settings))
      .flatMap(inPartitionOf(regions?.[0])),
  ];
  const elsewhere =
    regions === undefined
      ? []
      : [
          ...secretKeys.flatMap((arn, index) =>
            keyElsewhere({ where: `${where}.secretKeys[${index}]`, arn }, regions),
          ),
          ...levels.flatMap(([level, settings]) =>
            secretsOf(level, settings).flatMap((arn) => secretElsewhere(arn, regions)),
          ),
        ];
  return [
    ...(boundary === undefined
      ? []
      : boundaryElsewhere({ where: `${where}.permissionsBoundary`, arn: boundary }, { account, regions })),
    ...ofOtherPartitions,
    ...elsewhere.filter((problem) => ofOtherPartitions.every((other) => other.where !== problem.where)),
  ];
}

/** A place where settings of workflows stand, and what it says. */
export type Level = readonly [where: string, settings: WorkflowSettings];

interface Arn {
  readonly where: string;
  readonly arn: string;
}

/** Of secrets that are said by their ARNs, not by their names. */
function secretsOf(level: string, { secrets = {} }: WorkflowSettings): Arn[] {
  return Object.entries(secrets)
    .filter(([, arn]) => SECRET_ARN.test(arn))
    .map(([name, arn]) => ({ where: `${level}.secrets.${name}`, arn }));
}

function actionsOf(level: string, { monitoring }: WorkflowSettings): Arn[] {
  const actions = typeof monitoring === 'object' ? (monitoring.alarmActions ?? []) : [];
  return actions.map((arn, index) => ({ where: `${level}.monitoring.alarmActions[${index}]`, arn }));
}

function roleUsersOf(level: string, { roleCanBeAssumedBy: users = [] }: WorkflowSettings): Arn[] {
  return users
    .map((arn, index) => ({ where: `${level}.roleCanBeAssumedBy[${index}]`, arn }))
    .filter(({ arn }) => arn.startsWith('arn:'));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function boundaryElsewhere(
  arn: Arn,
  {
    account,
    regions = [],
  }: { readonly account: string | undefined; readonly regions: readonly string[] | undefined },
): Problem[] {
  const owner = accountOfArn(arn.arn);
  if (owner === '') return [];
  if (account === undefined || ['aws', account].includes(owner)) return inPartitionOf(regions[0])(arn);
  return [
    {
      where: arn.where,
      what: 'is a policy of another account',
      got: JSON.stringify(arn.arn),
      allowed: `a policy of ${account}, or one that AWS manages`,
      fix: 'write the name of the policy, without an ARN',
    },
  ];
}

/** An ARN without a region is of that of its deployment. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function inPartitionOf(deployed: string | undefined): (arn: Arn) => Problem[] {
  return ({ where, arn }) => {
    const region = regionOfArn(arn) || deployed;
    if (region === undefined || partitionOfArn(arn) === partitionOf(region)) return [];
    const right = partitionOf(region);
    return [
      {
        where,
        what: `has another partition than ${region}`,
        got: JSON.stringify(`arn:${partitionOfArn(arn)}:…`),
        allowed: `arn:${right}:…`,
        fix: 'copy the ARN from the account and the region that are meant',
      },
    ];
  };
}

/** Workflows decrypt by Secrets Manager of the key's region, and read secrets of their own. */
function keyElsewhere({ where, arn }: Arn, regions: readonly string[]): Problem[] {
  if (regions.includes(regionOfArn(arn))) return [];
  return [
    {
      where,
      what: 'is a key of a region in which no workflow is, and a secret is encrypted with a key of its own region',
      got: JSON.stringify(arn),
      allowed: `a key of ${regions.join(' or ')}`,
      fix: 'name the key with which the secrets there are encrypted',
    },
  ];
}

/** (The value may be a secret, put there by mistake: its region only is shown.) */
function secretElsewhere({ where, arn }: Arn, regions: readonly string[]): Problem[] {
  const region = regionOfArn(arn);
  const others = regions.filter((other) => other !== region);
  if (others.length === 0) return [];
  return [
    {
      where,
      what: `is a secret of ${region}, and the workflow in ${others.join(' and ')} asks Secrets Manager of its own region`,
      got: `an ARN of ${region}`,
      allowed: `the name of a secret, or an ARN of ${regions.length === 1 ? regions[0] : 'the only region'}`,
      fix: `replicate the secret to ${others.join(' and ')}, and write its name`,
    },
  ];
}
