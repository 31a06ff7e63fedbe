import { isRecord } from '../core/is-record.ts';

/** What CloudFormation would refuse of a template before it looks at any resource; undefined when there is nothing. */
export function templateFault(value: unknown): string | undefined {
  if (!isRecord(value) || !isRecord(value.Resources)) return 'it has no object Resources';
  for (const [section, members] of Object.entries(SECTIONS)) {
    const given = value[section];
    if (given === undefined) continue;
    if (!isRecord(given)) return `${section} is no object`;
    for (const [key, member] of Object.entries(given)) {
      const place = `${section}.${key}`;
      // Macros such as `Fn::ForEach::Buckets` stand for others.
      if (key.startsWith('Fn::')) continue;
      if (!isRecord(member)) return `${place} is no object`;
      for (const [name, kind] of Object.entries(members)) {
        const part = member[name];
        if (kind === 'text' && (typeof part !== 'string' || part === ''))
          return `${place}.${name} is no text`;
        if (kind === 'any' && (part === undefined || part === null)) return `${place}.${name} is missing`;
        if (part === undefined) continue;
        if (kind === 'text if any' && typeof part !== 'string') return `${place}.${name} is no text`;
        if (kind === 'object if any' && !isRecord(part)) return `${place}.${name} is no object`;
      }
    }
  }
  return undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
const SECTIONS = {
  Resources: { Type: 'text', Properties: 'object if any', Condition: 'text if any' },
  Parameters: { Type: 'text' },
  Outputs: { Value: 'any', Condition: 'text if any', Export: 'object if any' },
  Conditions: {},
  Mappings: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
