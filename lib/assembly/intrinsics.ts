import { isRecord } from '../core/is-record.ts';
import { holds } from './conditions.ts';
import type { Template } from './template.ts';
import { findInMap, joinTexts, selectItem, splitOnce, splitText, substitute } from './text-functions.ts';

/** What is known when a template is read: values of pseudo parameters and parameters, by the names that `Ref` uses. */
export type KnownValues = ReadonlyMap<string, string>;

/** All that can be known when a template is read. A map of {@link KnownValues} is one that knows nothing else. */
export interface TemplateScope {
  /** What `Ref` gives. */
  get(name: string): unknown;
  /** What `Fn::GetAtt` gives. */
  attribute?(logicalId: string, attribute: string): unknown;
  /** What `Fn::ImportValue` gives. */
  exported?(name: string): unknown;
  /** The template, for its conditions and maps. @default - whatever they decide stays as it is */
  readonly template?: Pick<Template, 'conditions' | 'mappings'> | undefined;
}

/**
 * A value of a template with everything in it that is known. What only a deployment knows stays as it is, in one way of
 * writing, so that {@link sameValue} can compare it and {@link unknownsIn} can find it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveValue(value: unknown, scope: TemplateScope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope)).filter(isValue);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [[key, argument] = ['', undefined]] = entries;
  if (entries.length === 1) {
    const resolve = Object.hasOwn(FUNCTIONS, key) ? FUNCTIONS[key] : undefined;
    if (resolve !== undefined) return resolve(argument, scope) ?? { [key]: resolveValue(argument, scope) };
  }
  const members = entries.map(([name, member]) => [name, resolveValue(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => isValue(member)));
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

/** Calls back for every member of every record in a value. */
export function visit(value: unknown, onMember: (key: string, member: unknown) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, onMember);
  if (!isRecord(value)) return;
  for (const [key, member] of Object.entries(value)) {
    onMember(key, member);
    visit(member, onMember);
  }
}

const PLACEHOLDER = /\$\{([^!}][^}]*)\}/g;

/** What each function gives; undefined when that is not known. */
const FUNCTIONS: Readonly<Record<string, (argument: unknown, scope: TemplateScope) => unknown>> = {
  Ref: (name, scope) => scope.get(String(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [id, attribute] = typeof argument === 'string' ? splitOnce(argument) : listOf(argument);
    const found = scope.attribute?.(String(id), String(resolveValue(attribute, scope)));
    return found ?? { 'Fn::GetAtt': [id, attribute] };
  },
  'Fn::ImportValue': (argument, scope) => {
    const name = resolveValue(argument, scope);
    return typeof name === 'string' ? scope.exported?.(name) : undefined;
  },
  'Fn::Join': (argument, scope) => joinTexts(resolveValue(argument, scope)),
  'Fn::Sub': (argument, scope) => substitute(argument, (value) => resolveValue(value, scope)),
  'Fn::Select': (argument, scope) => selectItem(resolveValue(argument, scope)),
  'Fn::Split': (argument, scope) => splitText(resolveValue(argument, scope)),
  'Fn::FindInMap': (argument, scope) =>
    findInMap(resolveValue(argument, scope), scope.template?.mappings ?? {}),
  'Fn::If': (argument, scope) => {
    const [name, then, otherwise] = listOf(argument);
    const isTrue = holds(String(name), scope);
    return isTrue === undefined ? undefined : resolveValue(isTrue ? then : otherwise, scope);
  },
};

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `AWS::NoValue` takes away the member that it stands in. */
function isValue(value: unknown): boolean {
  return !(isRecord(value) && value.Ref === 'AWS::NoValue');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value === undefined ? null : String(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}
