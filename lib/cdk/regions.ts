import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

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
      'If it is, acknowledge this warning; otherwise deploy to a known region.',
  );
}
