import { definitionNameRule } from '../../catalog/name-rules.ts';
import { UsageError } from '../usage-error.ts';

/** Refuses, before anybody is asked, what Nova Act would not accept as the name of a definition. @throws UsageError */
export function checkNewDefinitionName(name: string): void {
  const rule = definitionNameRule();
  if (rule.accepts(name)) return;
  const near = rule.near(name);
  throw new UsageError({
    what: `"${name}" ${rule.what} (${name.length} characters).`,
    allowed: `A definition has ${rule.allowed}.`,
    fix: near === '' ? `Use a name such as "${rule.example}".` : `Use "${near}", for example.`,
  });
}
