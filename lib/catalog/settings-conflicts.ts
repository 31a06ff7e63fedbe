import { isRecord } from '../core/is-record.ts';
import { type Problem, unknownKey, withoutTwins } from '../core/problems.ts';
import type { DeploymentEnvironment } from './deployment-settings.ts';
import { placeConflicts } from './place-conflicts.ts';
import { validEnvironments, validPartOf, validPipeline } from './valid-part.ts';
import { workflowConflicts } from './workflow-conflicts.ts';
import type { NamedSettings } from './workflow-settings.ts';

/** What contradicts itself in settings whose parts are right, or between them and the catalog. */
export function settingsConflicts(options: {
  /** The name of the settings. */
  readonly where: string;
  readonly settings: unknown;
  /** @default - what needs it is not checked */
  readonly catalog?: readonly NamedSettings[] | undefined;
}): Problem[] {
  const { where, settings, catalog } = options;
  const environments = validEnvironments(settings);
  const all = Object.entries(environments).map(
    ([name, environment]) => [`${where}.environments.${name}`, environment] as const,
  );
  const given = Object.values(
    isRecord(settings) && isRecord(settings.environments) ? settings.environments : {},
  );
  const { personal } = isRecord(settings) ? settings : {};
  const places = isRecord(personal) ? [...all, [`${where}.personal`, validPartOf(personal)] as const] : all;
  // What is wrong in the catalog is wrong in each environment.
  return withoutTwins([
    ...pipelineConflicts({ where, settings }),
    // (Of the others it is not known yet whether they meet.)
    ...sameStages(all.filter(([, environment], index) => saysItsPlace(given[index], environment))),
    ...places.flatMap(([place, environment]) => [
      ...unknownWorkflows(place, environment, catalog),
      ...placeConflicts({ where: place, environment, catalog, regions: environment.regions }),
      ...workflowConflicts({ where: place, environment, catalog }),
    ]),
  ]);
}

/** What the place of a pipeline names that is not in its account. */
export function pipelineConflicts(options: {
  /** The name of the settings. */
  readonly where: string;
  readonly settings: unknown;
  /** @default - what the settings say, or not known */
  readonly account?: string | undefined;
  /** @default - what the settings say, or not known */
  readonly region?: string | undefined;
}): Problem[] {
  const { where, settings } = options;
  const { account, region, permissionsBoundary } = validPipeline(settings);
  const regions = [region ?? options.region ?? []].flat();
  return placeConflicts({
    where: `${where}.pipeline`,
    environment: { permissionsBoundary },
    account: account ?? options.account,
    regions: regions.length === 0 ? undefined : regions,
  });
}

type Place = readonly [where: string, environment: DeploymentEnvironment];

/** Names must not meet where they could: in one account, or in what may be one. Repositories have them in small letters. */
function sameStages(places: readonly Place[]): Problem[] {
  return places.flatMap(([where, environment], index) => {
    const twin = places.slice(0, index).find(([, other]) => mayMeet(environment, other));
    if (twin === undefined) return [];
    return {
      where: `${where}.stage`,
      what: `gives its stacks the names that those of ${twin[0]} have`,
      got: environment.stage === undefined ? 'nothing' : JSON.stringify(environment.stage),
      allowed: 'a stage that no other environment of the account has; one of them may have none',
      fix: 'add another stage, or say the accounts if they are two',
    };
  });
}

/** Whether what an environment says of its account and its stage, if anything, is right. */
function saysItsPlace(given: unknown, { account, stage }: DeploymentEnvironment): boolean {
  return isRecord(given) && given.account === account && given.stage === stage;
}

function mayMeet(a: DeploymentEnvironment, b: DeploymentEnvironment): boolean {
  if (a.stage?.toLowerCase() !== b.stage?.toLowerCase()) return false;
  return a.account === undefined || b.account === undefined || a.account === b.account;
}

function unknownWorkflows(
  where: string,
  { workflows = {} }: DeploymentEnvironment,
  catalog: readonly NamedSettings[] | undefined,
): Problem[] {
  if (catalog === undefined) return [];
  const names = catalog.map(({ name }) => name);
  return Object.keys(workflows)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      ...unknownKey(`${where}.workflows`, name, names),
      what: 'is not a workflow of the catalog',
    }));
}
