import { type App, type CfnResource, Validations } from 'aws-cdk-lib';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  type NagPack,
  NIST80053R5Checks,
  PCIDSS321Checks,
} from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** The packs that company reviews use, by the names that the documentation has for them. */
export const PACKS = {
  HIPAA: HIPAASecurityChecks,
  'NIST 800-53 R5': NIST80053R5Checks,
  'PCI DSS 3.2.1': PCIDSS321Checks,
} as const;

/** What a rule finds wrong with a resource. */
export interface Finding {
  /** What the pack calls itself, such as `HIPAA.Security`. */
  readonly pack: string;
  /** Without the name of its pack. */
  readonly rule: string;
  /** The path of the resource in the tree of constructs. */
  readonly resource: string;
  /** Why it is right as it is; absent when nobody has said. */
  readonly reason: string | undefined;
}

/** What packs find in a synthesized app, with and without reason. */
export function findingsOf(
  app: App,
  packs: readonly (new () => NagPack)[] = [AwsSolutionsChecks, ...Object.values(PACKS)],
): Finding[] {
  return packs.flatMap((Pack) => {
    const pack = new Pack();
    const findings: Finding[] = [];
    // The pack asks it of each finding, and leaves out those for which it answers yes.
    Object.defineProperty(pack, 'isAcknowledged', {
      value: (resource: CfnResource, id: string) => {
        const rule = id.slice(pack.readPackName.length + 1);
        findings.push({
          pack: pack.readPackName,
          rule,
          resource: resource.node.path,
          reason: reasonFor(resource, id),
        });
        return true;
      },
    });
    const { violations } = pack.validateScope(app);
    if (violations.length > 0) throw new TypeError('The pack does not ask which findings have a reason.');
    return findings;
  });
}

/** Those that nobody has given a reason for, in one line each. */
export function unexplained(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ reason }) => reason === undefined)
    .map(({ pack, rule, resource }) => `${pack}-${rule}: ${resource}`);
}

/** As the packs look for it: at the resource, and at what it is part of. */
function reasonFor(resource: IConstruct, id: string): string | undefined {
  return resource.node.scopes
    .toReversed()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data))
    .find(([acknowledged]) => acknowledged.replace('Annotation::', '') === id)?.[1];
}
