import { isRecord } from '../../core/is-record.ts';
import type { Template } from './template.ts';

/** What is known when a template is read: values of pseudo parameters and parameters, by the names that `Ref` uses. */
export type KnownValues = ReadonlyMap<string, string>;

/**
 * A value of a template with everything in it that is known: `Ref` of known values, `Fn::Join` and `Fn::Sub` around
 * them. What only a deployment knows stays as it is, in one way of writing, so that {@link sameValue} can compare it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveValue(value: unknown, known: KnownValues): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, known));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [[key, argument] = ['', undefined]] = entries;
  if (entries.length === 1) {
    if (key === 'Ref') return known.get(String(argument)) ?? value;
    if (key === 'Fn::GetAtt') return { [key]: typeof argument === 'string' ? splitOnce(argument) : argument };
    if (key === 'Fn::Join') return join(resolveValue(argument, known), value);
    if (key === 'Fn::Sub') return substitute(argument, known);
  }
  return Object.fromEntries(entries.map(([name, member]) => [name, resolveValue(member, known)]));
}

/** Whether two resolved values are the same to CloudFormation: whatever the order of keys, and `"1"` as 1. */
export function sameValue(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** The logical ids that a value refers to. Names of parameters are among them. */
export function referencesIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  visit(value, (key, argument) => {
    if (key === 'Ref') found.add(String(argument));
    if (key === 'Fn::GetAtt')
      found.add(String(Array.isArray(argument) ? argument[0] : argument).split('.')[0] ?? '');
    if (key === 'Fn::Sub') {
      const text = Array.isArray(argument) ? argument[0] : argument;
      for (const [, name = ''] of String(text).matchAll(PLACEHOLDER)) found.add(name.split('.')[0] ?? '');
    }
  });
  return found;
}

/** The exports that a template imports, as far as their names are known. */
export function importsOf(template: Template, known: KnownValues): ReadonlySet<string> {
  const found = new Set<string>();
  visit([template.resources, template.outputs], (key, argument) => {
    const name = key === 'Fn::ImportValue' ? resolveValue(argument, known) : undefined;
    if (typeof name === 'string') found.add(name);
  });
  return found;
}

const PLACEHOLDER = /\$\{([^!}][^}]*)\}/g;

function visit(value: unknown, onMember: (key: string, member: unknown) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, onMember);
  if (!isRecord(value)) return;
  for (const [key, member] of Object.entries(value)) {
    onMember(key, member);
    visit(member, onMember);
  }
}

/** Neighbouring texts become one: a partition that one template knows and the other asks for makes no difference. */
function join(argument: unknown, otherwise: unknown): unknown {
  if (!Array.isArray(argument)) return otherwise;
  const [separator, parts]: unknown[] = argument;
  if (typeof separator !== 'string' || !Array.isArray(parts)) return { 'Fn::Join': argument };
  const merged: unknown[] = [''];
  for (const [index, part] of parts.entries()) {
    for (const piece of index === 0 ? [part] : [separator, part]) {
      const last = merged.at(-1);
      if (isText(piece) && isText(last)) merged[merged.length - 1] = `${last}${piece}`;
      else merged.push(piece);
    }
  }
  const pieces = merged.filter((piece) => piece !== '');
  if (pieces.length === 0) return '';
  return pieces.length === 1 && isText(pieces[0]) ? String(pieces[0]) : { 'Fn::Join': ['', pieces] };
}

function substitute(argument: unknown, known: KnownValues): unknown {
  const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables)) return { 'Fn::Sub': argument };
  const pieces = text.split(/(\$\{[^}]*\})/).map((piece) => {
    const name = /^\$\{([^}]*)\}$/.exec(piece)?.[1]?.trim();
    if (name === undefined) return piece;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables, name)) return resolveValue(variables[name], known);
    return resolveValue(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, known);
  });
  return join(['', pieces], argument);
}

function splitOnce(attribute: string): readonly string[] {
  const at = attribute.indexOf('.');
  return [attribute.slice(0, at), attribute.slice(at + 1)];
}

function isText(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value === undefined ? null : String(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}
