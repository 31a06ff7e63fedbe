import type { Problem } from '../core/problems.ts';
import type { DeploymentEnvironment, WorkflowSettings } from './deployment-settings.ts';
import { accountOfArn, regionOfArn } from './place-rules.ts';
import type { NamedSettings } from './workflow-settings.ts';

/** What an environment names that is not where the environment is. */
export function placeConflicts(options: {
  /** The name of the environment in the settings. */
  readonly where: string;
  readonly environment: DeploymentEnvironment;
  readonly catalog?: readonly NamedSettings[] | undefined;
  /** Where it is deployed. @default - not known */
  readonly regions: readonly string[] | undefined;
}): Problem[] {
  const { where, environment, catalog = [], regions } = options;
  const levels: readonly (readonly [string, WorkflowSettings])[] = [
    [where, environment],
    ...catalog.map((entry) => [entry.name, entry] as const),
    ...Object.entries(environment.workflows ?? {}).map(
      ([name, settings]) => [`${where}.workflows.${name}`, settings] as const,
    ),
  ];
  return [
    ...boundaryElsewhere(where, environment),
    ...(regions === undefined
      ? []
      : [
          ...ofOneRegion(where, environment, levels, regions),
          ...keyElsewhere(where, environment, regions),
          ...levels.flatMap(([level, settings]) => alarmsElsewhere(level, settings, regions)),
        ]),
  ];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function boundaryElsewhere(where: string, environment: DeploymentEnvironment): Problem[] {
  const { account, permissionsBoundary = '' } = environment;
  const owner = accountOfArn(permissionsBoundary);
  if (account === undefined || ['', 'aws', account].includes(owner)) return [];
  return [
    {
      where: `${where}.permissionsBoundary`,
      what: 'is a policy of another account',
      got: JSON.stringify(permissionsBoundary),
      allowed: `a policy of ${account}, or one that AWS manages`,
      fix: 'write the name of the policy, without an ARN',
    },
  ];
}

function ofOneRegion(
  where: string,
  environment: DeploymentEnvironment,
  levels: readonly (readonly [string, WorkflowSettings])[],
  regions: readonly string[],
): Problem[] {
  if (regions.length < 2) return [];
  const places = [
    ...levels.filter(([, { vpc }]) => typeof vpc === 'object').map(([level]) => `${level}.vpc`),
    ...(environment.accessLogBucket === undefined ? [] : [`${where}.accessLogBucket`]),
    ...(typeof environment.customerKey === 'string' ? [`${where}.customerKey`] : []),
  ];
  return places.map((place) => ({
    where: place,
    what: 'is of one region, and the environment has several',
    got: regions.join(', '),
    allowed: 'an environment of one region',
    fix: 'make an environment for each region, each with a stage of its own',
  }));
}

function keyElsewhere(
  where: string,
  { customerKey }: DeploymentEnvironment,
  regions: readonly string[],
): Problem[] {
  const [region] = regions;
  if (typeof customerKey !== 'string' || regions.length !== 1 || regionOfArn(customerKey) === region)
    return [];
  return [
    {
      where: `${where}.customerKey`,
      what: 'is a key of another region',
      got: JSON.stringify(customerKey),
      allowed: `a key of ${region}`,
      fix: 'name a key of the region, or write true for a new one',
    },
  ];
}

/** An alarm tells topics of its own region only. */
function alarmsElsewhere(
  level: string,
  { monitoring }: WorkflowSettings,
  regions: readonly string[],
): Problem[] {
  const actions = typeof monitoring === 'object' ? monitoring.alarmActions : undefined;
  if (actions === undefined) return [];
  return regions
    .filter((region) => !actions.some((action) => regionOfArn(action) === region))
    .map((region) => ({
      where: `${level}.monitoring.alarmActions`,
      what: `has nothing in ${region}, so that alarms there would tell nobody`,
      got: JSON.stringify(actions),
      allowed: `at least one action in ${regions.join(', and one in ')}`,
      fix: `add the ARN of a topic in ${region}`,
    }));
}
