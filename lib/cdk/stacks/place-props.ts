import {
  DefaultStackSynthesizer,
  type Environment,
  PermissionsBoundary,
  type Stack,
  type StackProps,
  Tags,
} from 'aws-cdk-lib';
import type { DeploymentPlace } from '../../catalog/deployment-settings.ts';

/**
 * What every stack gets of the place that it is deployed to. For each stack anew: a synthesizer belongs to one. (Tags are
 * given to resources as well, by `Tags.of(stack)`: some types do not take those of their stack.)
 */
export function placeProps(place: DeploymentPlace, env: Environment | undefined): StackProps {
  const { account, qualifier, permissionsBoundary, tags } = place;
  return {
    env: { ...env, ...(account !== undefined && { account }) },
    ...(qualifier !== undefined && { synthesizer: new QualifiedSynthesizer(qualifier) }),
    ...(permissionsBoundary !== undefined && { permissionsBoundary: boundary(permissionsBoundary) }),
    ...(tags !== undefined && { tags: { ...tags } }),
  };
}

/** Gives all that is in a stack the tags of its place. */
export function tagAll(stack: Stack, { tags = {} }: DeploymentPlace): void {
  for (const [key, value] of Object.entries(tags)) Tags.of(stack).add(key, value);
}

/**
 * (Typed so that it is an `IStackSynthesizer` under `exactOptionalPropertyTypes`, which `DefaultStackSynthesizer` is not. No
 * private fields: stacks bind a copy, which has the prototype but not those.)
 */
class QualifiedSynthesizer extends DefaultStackSynthesizer {
  constructor(qualifier: string) {
    super({ qualifier });
  }

  override get bootstrapQualifier(): string {
    return super.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER;
  }

  override get lookupRole(): string {
    return super.lookupRole ?? '';
  }

  override get cloudFormationExecutionRole(): string {
    return super.cloudFormationExecutionRole ?? '';
  }
}

function boundary(nameOrArn: string): PermissionsBoundary {
  return nameOrArn.startsWith('arn:')
    ? PermissionsBoundary.fromArn(nameOrArn)
    : PermissionsBoundary.fromName(nameOrArn);
}
