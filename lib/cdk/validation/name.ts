import type { NameRule } from '../../catalog/name-rules.ts';
import type { Problem } from '../../core/problems.ts';
import { KIND, wrongKind } from './props-shape.ts';

/** Checks a name that is known before the deployment. */
export function checkName(where: string, name: string, rule: NameRule): Problem[] {
  if (typeof name !== 'string') return [wrongKind(where, name, KIND.text)];
  if (rule.accepts(name)) return [];
  return [
    {
      where,
      what: rule.what,
      got: `${JSON.stringify(name)} (${name.length} characters)`,
      allowed: rule.allowed,
      fix: `use ${JSON.stringify(rule.near(name) || rule.example)}, for example`,
    },
  ];
}
