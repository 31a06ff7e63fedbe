import type { WorkflowCatalogEntry } from './catalog.ts';
import type { DeploymentEnvironment, WorkflowSettings } from './deployment-settings.ts';
import { mergeImageOptions } from './image-options.ts';

/**
 * The settings of one workflow in one environment: what the environment says for all, then what the catalog says, then what
 * the environment says for this workflow; the last one counts.
 */
export function workflowSettingsOf(
  environment: Omit<DeploymentEnvironment, keyof WorkflowSettings> & WorkflowSettings,
  entry: NamedSettings,
): WorkflowSettings {
  const { workflows = {} } = environment;
  const here = Object.hasOwn(workflows, entry.name) ? workflows[entry.name] : undefined;
  return [entry, here ?? {}].reduce(mergeSettings, environment);
}

/** What the catalog says of a workflow. */
export type NamedSettings = WorkflowSettings & Pick<WorkflowCatalogEntry, 'name' | 'serverProtocol'>;

/** A more general level, and a more special one that comes before it; objects of options member by member. */
export function mergeSettings(general: WorkflowSettings, special: WorkflowSettings): WorkflowSettings {
  const { image: generalImage, lifecycle, delivery } = general;
  return {
    // A variable is one of the two: as a secret, it is no longer what a more general level made of it.
    environment: joined(without(general.environment, special.secrets), special.environment),
    secrets: joined(without(general.secrets, special.environment), special.secrets),
    image:
      generalImage && special.image
        ? mergeImageOptions(generalImage, special.image)
        : (special.image ?? generalImage),
    lifecycle: joined(lifecycle, special.lifecycle),
    vpc: special.vpc ?? general.vpc,
    tracing: special.tracing ?? general.tracing,
    delivery: joined(delivery, special.delivery),
    monitoring: mergeSwitch(general.monitoring, special.monitoring),
    requestHeaders: special.requestHeaders ?? general.requestHeaders,
    sessionStorage: special.sessionStorage ?? general.sessionStorage,
    authorizer: special.authorizer ?? general.authorizer,
    userIds: special.userIds ?? general.userIds,
    browserProfile: special.browserProfile ?? general.browserProfile,
    humanInTheLoop: mergeSwitch(general.humanInTheLoop, special.humanInTheLoop),
    fleet: mergeSwitch(general.fleet, special.fleet),
    schedule: special.schedule ?? general.schedule,
    trace: special.trace ?? general.trace,
    roleCanBeAssumedBy: special.roleCanBeAssumedBy ?? general.roleCanBeAssumedBy,
    rollout: special.rollout ?? general.rollout,
    liveVersion: special.liveVersion ?? general.liveVersion,
  };
}

/** `true` turns on what is said elsewhere, and does not forget whom the alarms tell, how people sign in, or how many items run at a time. */
function mergeSwitch<T extends object>(
  general: boolean | T | undefined,
  special: boolean | T | undefined,
): boolean | T | undefined {
  if (typeof general !== 'object' || special === false) return special ?? general;
  return typeof special === 'object' ? joined(general, special) : general;
}

/** The members of both; what is `undefined` says nothing. */
function joined<T extends object>(general: T | undefined, special: T | undefined): T | undefined {
  if (general === undefined || special === undefined) return special ?? general;
  const said = Object.entries(special).filter(([, value]) => value !== undefined);
  return { ...general, ...Object.fromEntries(said) };
}

function without(
  variables: Readonly<Record<string, string>> | undefined,
  others: Readonly<Record<string, string>> | undefined = {},
): Readonly<Record<string, string>> | undefined {
  if (variables === undefined) return undefined;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !Object.hasOwn(others, name)));
}
