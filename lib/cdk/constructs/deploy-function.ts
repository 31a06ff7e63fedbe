import type { Construct } from 'constructs';
import { explainDeployFunction } from '../nag/function-reasons.ts';
import { BundledFunction, type BundledFunctionOptions } from './bundled-function.ts';

/**
 * A function that does, during a deployment, what CloudFormation has no resource for. What it makes depends on its role: it
 * must not be made, changed or deleted without these permissions.
 */
export class DeployFunction extends BundledFunction {
  /** The `ServiceToken` of the custom resource that it makes. */
  readonly serviceToken: string;

  constructor(scope: Construct, id: string, options: BundledFunctionOptions) {
    super(scope, id, options);
    this.serviceToken = this.function.functionArn;
    explainDeployFunction(this.function);
  }
}
