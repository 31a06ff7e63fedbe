import { z } from 'zod';
import { isRecord } from '../core/is-record.ts';
import type { DeploymentEnvironment, DeploymentSettings, PipelineSettings } from './deployment-settings.ts';
import { deploymentEnvironmentSchema, deploymentEnvironmentShape } from './environment-schema.ts';
import { pipelineSettingsShape } from './settings-schema.ts';
import { workflowSettingsShape } from './workflow-settings-shape.ts';

/**
 * An environment without what breaks a rule: whatever else is wrong in it, the rest can be looked at, so that all problems are
 * said at once.
 */
export function validPartOf(environment: unknown): DeploymentEnvironment {
  if (!isRecord(environment)) return {};
  const { workflows } = environment;
  const ofWorkflows = isRecord(workflows)
    ? Object.entries(workflows).map(([name, settings]) => [
        name,
        validMembers(workflowSettingsShape, settings),
      ])
    : [];
  const whole = { ...environment, workflows: Object.fromEntries(ofWorkflows) };
  const members = validMembers(deploymentEnvironmentShape, whole);
  const { environment: _, secrets: __, ...others } = members;
  // Variables and secrets may be right, each for itself, and wrong together.
  const parts = [members, others];
  return (
    parts
      .map((part) => deploymentEnvironmentSchema.safeParse(part).data)
      .find((valid) => valid !== undefined) ?? {}
  );
}

/** The environments of settings, by their names, without what breaks a rule. */
export function validEnvironments(settings: unknown): DeploymentSettings['environments'] {
  const { environments } = isRecord(settings) ? settings : {};
  if (!isRecord(environments)) return {};
  return Object.fromEntries(Object.entries(environments).map(([name, value]) => [name, validPartOf(value)]));
}

/** The place of a pipeline, without what breaks a rule. */
export function validPipeline(settings: unknown): PipelineSettings {
  const { pipeline } = isRecord(settings) ? settings : {};
  return z.object(pipelineSettingsShape).safeParse(validMembers(pipelineSettingsShape, pipeline)).data ?? {};
}

/** (All members of these shapes may be left out.) */
function validMembers(
  shape: Readonly<Record<string, z.ZodType>>,
  value: unknown,
): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return {};
  const good = Object.entries(value).filter(
    ([key, member]) => Object.hasOwn(shape, key) && shape[key]?.safeParse(member).success,
  );
  return Object.fromEntries(good);
}
