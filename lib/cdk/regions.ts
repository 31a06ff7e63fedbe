import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { explain } from './nag/explain.ts';

/** Regions in which Nova Act is known to be offered. */
export const KNOWN_REGIONS: readonly [string, ...string[]] = ['us-east-1'];

/** The id by which the warning is acknowledged: `Annotations.of(scope).acknowledgeWarning(REGION_WARNING)`. */
export const REGION_WARNING = 'nova-act-cdk:regionNotKnown';

/**
 * Warns when the stack is in a region where Nova Act may not be offered, once in a stack. A warning: regions are added all the time.
 *
 * @param shared what is deployed before and may be in a stack that has the warning already
 */
export function warnAboutRegion(scope: IConstruct, shared?: IConstruct): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(region) || KNOWN_REGIONS.includes(region)) return;
  // The CDK knows the types of each region by a list that is as old as its release: that is no reason to refuse a new one.
  explain(scope, {
    id: 'CloudFormation-Validate::F3006',
    reason: 'Regions are added all the time: a warning says what is known, and CloudFormation decides.',
  });
  if ([scope, shared].some((said) => said && warned.has(Stack.of(said)) && Stack.of(said).region === region))
    return;
  warned.add(Stack.of(scope));
  Annotations.of(scope).addWarningV2(
    REGION_WARNING,
    `Nova Act is not known to be offered in ${region} (it is in ${KNOWN_REGIONS.join(', ')}). ` +
      `If it is, acknowledge this warning; otherwise deploy to a known region ("-c regions=${KNOWN_REGIONS[0]}" in the app of this project).`,
  );
}

/** Stacks that have the warning. */
const warned = new WeakSet<Stack>();
