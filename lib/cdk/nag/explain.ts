import { Stack, Validations } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { renderReferences } from './render-references.ts';

/**
 * Writes down why a finding of a rule pack such as cdk-nag is right as it is. Plain metadata of the CDK: nothing happens
 * in an app that runs no rule pack.
 *
 * @param finding.id the rule, such as `AwsSolutions-S1`, for some rules with the finding in brackets
 */
export function explain(
  scope: IConstruct,
  ...findings: readonly { readonly id: string; readonly reason: string }[]
): void {
  Validations.of(scope).acknowledge(...findings);
}

/** A rule that the packs for HIPAA, NIST 800-53 R5 and PCI DSS 3.2.1 have under one name, such as `LambdaDLQ`. */
export interface RuleReason {
  readonly rule: string;
  readonly reason: string;
}

/**
 * Writes down why a resource is right as it is although rules of the compliance packs find fault with it. Only what no
 * setting changes: where one does, the finding says that it is not set.
 */
export function explainRules(scope: IConstruct, ...rules: readonly RuleReason[]): void {
  explain(
    scope,
    ...rules.flatMap(({ rule, reason }) =>
      COMPLIANCE_PACKS.map((pack) => ({ id: `${pack}-${rule}`, reason })),
    ),
  );
}

/** What the ids of their findings begin with. */
const COMPLIANCE_PACKS = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'];

/** Why a policy may have a wildcard: one kind of finding, and the reason. */
export interface WildcardReason {
  /** Matches `Resource::<arn>` or `Action::<action>`, with references as `<LogicalId.Attribute>`. */
  readonly finding: RegExp;
  readonly reason: string;
}

/**
 * Writes down why the policies below a construct have wildcards. Each wildcard needs a reason of its own: one that is
 * granted later, elsewhere, is still found by the rule pack.
 */
export function explainWildcards(scope: IConstruct, reasons: readonly WildcardReason[]): void {
  scope.node.addValidation({
    // The ids of the findings contain references between stacks, which are resolved only now.
    validate: () => {
      const policies = scope.node.findAll().filter((child) => child instanceof CfnPolicy);
      // Stages of a pipeline are below its stack, and have reasons of their own.
      for (const policy of policies.filter(({ stack }) => stack === Stack.of(scope))) {
        const findings = wildcardsOf(policy).flatMap((finding) => {
          const reason = reasons.find(({ finding: pattern }) => pattern.test(finding))?.reason;
          return reason === undefined ? [] : [{ id: `AwsSolutions-IAM5[${finding}]`, reason }];
        });
        if (findings.length > 0) explain(policy, ...findings);
      }
      return [];
    },
  });
}

interface Statement {
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

/** The wildcards of a policy, each once, as the rule pack names them. */
function wildcardsOf(policy: CfnPolicy): readonly string[] {
  const document: { readonly Statement?: readonly Statement[] } = Stack.of(policy).resolve(
    policy.policyDocument,
  );
  const findings = (document.Statement ?? []).flatMap(({ Action, Resource }) => [
    ...[Action ?? []].flat().map((action) => `Action::${renderReferences(action)}`),
    ...[Resource ?? []].flat().map((resource) => `Resource::${renderReferences(resource)}`),
  ]);
  return [...new Set(findings.filter((finding) => finding.includes('*')))];
}
