import type { IConstruct } from 'constructs';
import { explainRules } from './explain.ts';

/**
 * Why what a role may do is in the role itself. Of the form of the policy only: what is in it, other rules look at.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export function explainInlinePolicy(role: IConstruct): void {
  explainRules(role, {
    rule: 'IAMNoInlinePolicy',
    reason:
      'What this one role may do fits nobody else: an inline policy cannot be attached elsewhere, and goes when the role goes.',
  });
}
