import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { explain } from './nag/explain.ts';

/** Regions in which Nova Act is known to be offered. */
export const KNOWN_REGIONS: readonly [string, ...string[]] = ['us-east-1'];

/** The id by which the warning is acknowledged: `Annotations.of(scope).acknowledgeWarning(REGION_WARNING)`. */
export const REGION_WARNING = 'nova-act-cdk:regionNotKnown';

/** Warns when the stack is in a region where Nova Act may not be offered. A warning: regions are added all the time. */
export function warnAboutRegion(scope: IConstruct): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(region) || KNOWN_REGIONS.includes(region)) return;
  Annotations.of(scope).addWarningV2(
    REGION_WARNING,
    `Nova Act is not known to be offered in ${region} (it is in ${KNOWN_REGIONS.join(', ')}). ` +
      `If it is, acknowledge this warning; otherwise deploy to a known region ("-c regions=${KNOWN_REGIONS[0]}" in the app of this project).`,
  );
  // The CDK knows the types of each region by a list that is as old as its release: that is no reason to refuse a new one.
  explain(scope, {
    id: 'CloudFormation-Validate::F3006',
    reason: 'Regions are added all the time: a warning says what is known, and CloudFormation decides.',
  });
}
