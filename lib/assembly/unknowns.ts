import { isRecord } from '../core/is-record.ts';

/**
 * What is not known in a value that was resolved: whatever is still a function, and dynamic references. In words, for a
 * message.
 */
export function unknownsIn(value: unknown): readonly Unknown[] {
  if (typeof value === 'string') return dynamicReferencesIn(value);
  if (Array.isArray(value)) return value.flatMap(unknownsIn);
  if (!isRecord(value)) return [];
  const [[key, argument] = ['', undefined]] = Object.entries(value);
  if (isFunction(value)) {
    if (key === 'Ref') return [{ function: key, name: String(argument) }];
    if (key === 'Fn::GetAtt' && Array.isArray(argument)) {
      return [{ function: key, name: String(argument[0]), attribute: String(argument[1]) }];
    }
    if (key === 'Fn::ImportValue' && typeof argument === 'string') return [{ function: key, name: argument }];
    // Whatever its branches need: which of them counts is what is not known.
    if (key === 'Fn::If' && Array.isArray(argument)) return [{ function: key, name: String(argument[0]) }];
    const within = unknownsIn(argument);
    return within.length > 0 ? within : [{ function: key, name: JSON.stringify(argument) }];
  }
  return Object.values(value).flatMap(unknownsIn);
}

/** Whether a value is a function of CloudFormation. */
export function isFunction(value: unknown): boolean {
  const [key = '', ...others] = isRecord(value) ? Object.keys(value) : [];
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

/** One thing that is not known. */
export interface Unknown {
  /** `Ref`, `Fn::GetAtt`, `Fn::ImportValue`, another function, or `{{resolve}}` for a dynamic reference. */
  readonly function: string;
  /** Of the resource, parameter, export or condition; else what the function was given. */
  readonly name: string;
  readonly attribute?: string | undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
function dynamicReferencesIn(text: string): readonly Unknown[] {
  return [...text.matchAll(/\{\{resolve:[^}]*\}\}/g)].map(([name]) => ({ function: '{{resolve}}', name }));
}
