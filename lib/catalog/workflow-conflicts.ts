import type { Problem } from '../core/problems.ts';
import type { DeploymentEnvironment, WorkflowSettings } from './deployment-settings.ts';
import { fleetConflicts } from './fleet-conflicts.ts';
import { settingPlace } from './setting-place.ts';
import { takeOverConflicts } from './take-over-conflicts.ts';
import { type NamedSettings, workflowSettingsOf } from './workflow-settings.ts';

/** Settings of workflows in an environment that exclude each other, wherever each of them was said. */
export function workflowConflicts(options: {
  /** The name of the environment in the settings. */
  readonly where: string;
  readonly environment: DeploymentEnvironment;
  /** @default - what the environment says itself */
  readonly catalog?: readonly NamedSettings[] | undefined;
}): Problem[] {
  const { where, environment, catalog } = options;
  const names = Object.keys(environment.workflows ?? {});
  // Without a catalog, the one without a name stands for workflows of which the environment says nothing.
  const workflows = catalog ?? [{ name: '' }, ...names.map((name) => ({ name }))];
  return workflows.flatMap((entry) => {
    const merged = workflowSettingsOf(environment, entry);
    return exclusions(where, environment, { ...merged, serverProtocol: entry.serverProtocol }).map(
      ({ member, ...problem }) => ({
        where: settingPlace({ where, environment, entry, member }),
        ...problem,
      }),
    );
  });
}

type Exclusion = Omit<Problem, 'where'> & { readonly member: keyof WorkflowSettings };

function exclusions(
  where: string,
  { hotswap }: DeploymentEnvironment,
  merged: WorkflowSettings & Pick<NamedSettings, 'serverProtocol'>,
): Exclusion[] {
  const { liveVersion, authorizer, requestHeaders = [] } = merged;
  const rollout = isSaid(merged.rollout);
  const found: readonly (Exclusion | false)[] = [
    hotswap === true &&
      liveVersion !== undefined && {
        member: 'liveVersion',
        what: `is not what callers get, because ${where} has "hotswap: true"`,
        got: JSON.stringify(liveVersion),
        allowed: 'liveVersion or hotswap',
        fix: 'say it in the environments that do not hotswap, or leave hotswap out',
      },
    hotswap === true &&
      rollout && {
        member: 'rollout',
        what: `holds nobody back, because callers get what is swapped: ${where} has "hotswap: true"`,
        got: 'an object',
        allowed: 'rollout or hotswap',
        fix: 'say it in the environments that do not hotswap, or leave hotswap out',
      },
    liveVersion !== undefined &&
      rollout && {
        member: 'rollout',
        what: 'moves callers to each version that works, and liveVersion keeps them at one',
        got: `an object, and liveVersion ${JSON.stringify(liveVersion)}`,
        allowed: 'rollout or liveVersion',
        fix: 'leave one of them out, or write "rollout: false" where callers are kept at a version',
      },
    isSaid(authorizer) &&
      rollout && {
        member: 'rollout',
        what: 'calls the workflow with AWS credentials, and the authorizer lets in tokens only',
        got: 'an object, and an authorizer',
        allowed: 'rollout or authorizer',
        fix: 'leave one of them out, or write "rollout: false" for the workflow with the authorizer',
      },
    !isSaid(authorizer) &&
      requestHeaders.some((header) => header.toLowerCase() === 'authorization') && {
        member: 'requestHeaders',
        what: 'has the header Authorization, which AgentCore hands on only if it is a token',
        got: JSON.stringify(requestHeaders),
        allowed: 'other headers, or an authorizer',
        fix: 'leave it out, or add an authorizer',
      },
  ];
  return [
    ...found.filter((exclusion) => exclusion !== false),
    ...fleetConflicts(merged),
    ...takeOverConflicts(merged).map((conflict) => ({ member: 'humanInTheLoop' as const, ...conflict })),
  ];
}

function isSaid(value: object | false | undefined): boolean {
  return value !== undefined && value !== false;
}
