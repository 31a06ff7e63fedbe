import { isRecord } from '../core/is-record.ts';

/**
 * What is not known in a value that was resolved: whatever is still a function, and dynamic references. In words, for a
 * message.
 */
export function unknownsIn(value: unknown): readonly Unknown[] {
  if (typeof value === 'string') return dynamicReferencesIn(value);
  if (Array.isArray(value)) return value.flatMap(unknownsIn);
  if (!isRecord(value)) return [];
  const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (key === 'Ref') return [{ function: key, name: String(argument) }];
    if (key === 'Fn::GetAtt' && Array.isArray(argument)) {
      return [{ function: key, name: String(argument[0]), attribute: String(argument[1]) }];
    }
    if (key === 'Fn::ImportValue' && typeof argument === 'string') return [{ function: key, name: argument }];
    if (key.startsWith('Fn::')) {
      const within = unknownsIn(argument);
      return within.length > 0 ? within : [{ function: key, name: JSON.stringify(argument) }];
    }
  }
  return Object.values(value).flatMap(unknownsIn);
}

/** One thing that is not known. */
export interface Unknown {
  /** `Ref`, `Fn::GetAtt`, `Fn::ImportValue`, another function, or `{{resolve}}` for a dynamic reference. */
  readonly function: string;
  /** Of the resource, parameter or export; else what the function was given. */
  readonly name: string;
  readonly attribute?: string | undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
function dynamicReferencesIn(text: string): readonly Unknown[] {
  return [...text.matchAll(/\{\{resolve:[^}]*\}\}/g)].map(([name]) => ({ function: '{{resolve}}', name }));
}
