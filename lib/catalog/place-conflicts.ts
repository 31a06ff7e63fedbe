import type { Problem } from '../core/problems.ts';
import { arnConflicts, type Level } from './arn-conflicts.ts';
import type { DeploymentEnvironment, WorkflowSettings } from './deployment-settings.ts';
import { regionOfArn } from './place-rules.ts';
import type { NamedSettings } from './workflow-settings.ts';

/** What an environment names that is not where the environment is. */
export function placeConflicts(options: {
  /** The name of the environment in the settings. */
  readonly where: string;
  readonly environment: DeploymentEnvironment;
  readonly catalog?: readonly NamedSettings[] | undefined;
  /** Where it is deployed. @default - what the environment says, or not known */
  readonly account?: string | undefined;
  /** Where it is deployed. @default - not known */
  readonly regions: readonly string[] | undefined;
}): Problem[] {
  const { where, environment, catalog = [], account = environment.account, regions } = options;
  const levels: readonly Level[] = [
    [where, environment],
    ...catalog.map((entry) => [entry.name, entry] as const),
    ...Object.entries(environment.workflows ?? {}).map(
      ([name, settings]) => [`${where}.workflows.${name}`, settings] as const,
    ),
  ];
  return [
    ...arnConflicts({ where, environment, levels, account, regions }),
    ...(regions === undefined
      ? []
      : [
          ...ofOneRegion(where, environment, levels, regions),
          ...keyElsewhere(where, environment, regions),
          ...levels.flatMap(([level, settings]) => alarmsElsewhere(level, settings, regions)),
        ]),
  ];
}

function ofOneRegion(
  where: string,
  environment: DeploymentEnvironment,
  levels: readonly Level[],
  regions: readonly string[],
): Problem[] {
  if (regions.length < 2) return [];
  const places = [
    ...levels.filter(([, { vpc }]) => typeof vpc === 'object').map(([level]) => `${level}.vpc`),
    ...levels.flatMap(([level, settings]) => bucketPlaces(level, settings)),
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

/** Where buckets of items are named: a state machine reads only those of its own region. */
function bucketPlaces(level: string, { fleet, schedule }: WorkflowSettings): string[] {
  const { itemBuckets, startOnUpload } = typeof fleet === 'object' ? fleet : {};
  return [
    ...(itemBuckets ? [`${level}.fleet.itemBuckets`] : []),
    ...(startOnUpload && startOnUpload.bucket !== undefined ? [`${level}.fleet.startOnUpload.bucket`] : []),
    ...(schedule && schedule.items?.bucket !== undefined ? [`${level}.schedule.items.bucket`] : []),
  ];
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
