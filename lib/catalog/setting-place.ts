import { isRecord } from '../core/is-record.ts';
import type { DeploymentEnvironment, WorkflowSettings } from './deployment-settings.ts';
import type { NamedSettings } from './workflow-settings.ts';

/**
 * Where that is said of a workflow which counts, such as `settings.environments.production.workflows.shop.rollout`.
 *
 * @returns the place of the environment when it is said nowhere
 */
export function settingPlace(options: {
  /** The name of the environment in the settings. */
  readonly where: string;
  readonly environment: DeploymentEnvironment;
  readonly entry: NamedSettings;
  readonly member: keyof WorkflowSettings;
  /** A part of the member, such as a variable. @default - the member as a whole */
  readonly part?: string | undefined;
}): string {
  const { where, environment, entry, member, part } = options;
  const { workflows = {} } = environment;
  const ofWorkflow = Object.hasOwn(workflows, entry.name) ? workflows[entry.name] : undefined;
  const says = (settings: WorkflowSettings | undefined): boolean => {
    const said: unknown = settings?.[member];
    return said !== undefined && (part === undefined || (isRecord(said) && Object.hasOwn(said, part)));
  };
  if (says(ofWorkflow)) return `${where}.workflows.${entry.name}.${member}`;
  return says(entry) ? `${entry.name}.${member}` : `${where}.${member}`;
}
