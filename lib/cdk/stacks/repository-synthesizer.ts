import { DefaultStackSynthesizer } from 'aws-cdk-lib';

/**
 * Publishes the images of a stack to a repository of ours and not to that of the bootstrap stack. The CDK CLI does so
 * after it has deployed the stacks that the stack depends on, and skips what is there already.
 */
export class RepositorySynthesizer extends DefaultStackSynthesizer {
  constructor(options: { readonly repositoryName: string; readonly tagPrefix: string }) {
    super({ imageAssetsRepositoryName: options.repositoryName, dockerTagPrefix: options.tagPrefix });
  }

  // The base class says that these may be undefined, and so is not a synthesizer under `exactOptionalPropertyTypes`.

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
