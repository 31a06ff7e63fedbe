import { type Unknown, unknownsIn } from '../../assembly/unknowns.ts';
import type { AssemblyValues } from './assembly-values.ts';
import { PHYSICAL_RESOURCES } from './physical-resources.ts';
import type { StackValues } from './stack-values.ts';

/** One thing that an assembly says and local AWS cannot do, and what became of it. */
export interface AssemblyNote {
  /** The stack; absent when it is about all of them. */
  readonly stackName?: string | undefined;
  /** The resource or the output: the path of its construct, or its logical id. */
  readonly resource?: string | undefined;
  /** The property. */
  readonly property?: string | undefined;
  /** What it is, and what becomes of it. */
  readonly what: string;
}

/** A note in one line. */
export function noteLine({ stackName, resource, property, what }: AssemblyNote): string {
  const where = [stackName, resource, property].filter((part) => part !== undefined).join(' › ');
  return where === '' ? what : `${where}: ${what}`;
}

/** Why a value, as it was resolved in a stack, is not known, in words; undefined when it is known. */
export function whyUnknown(
  value: unknown,
  { values, stack }: { readonly values: AssemblyValues; readonly stack: StackValues },
): string | undefined {
  const reasons = new Set(unknownsIn(value).map((unknown) => reasonFor(unknown, { values, stack })));
  return reasons.size === 0 ? undefined : [...reasons].join(', and ');
}

function reasonFor(
  unknown: Unknown,
  where: { readonly values: AssemblyValues; readonly stack: StackValues },
): string {
  const { name, attribute } = unknown;
  switch (unknown.function) {
    case 'Ref':
    case 'Fn::GetAtt':
      return reasonForReference(name, attribute, where.stack);
    case 'Fn::ImportValue': {
      const exported = where.values.exporterOf(name);
      if (exported === undefined) return `needs the export ${name}, which no stack here has`;
      const { stack, output } = exported;
      const why = whyUnknown(stack.resolve(output.value), { ...where, stack });
      return `needs the export ${name} of ${stack.stackName}, which ${why ?? 'goes in a circle'}`;
    }
    case 'Fn::If':
      return `depends on the condition ${name}, which is not known here`;
    case '{{resolve}}':
      return `has ${name}, which only CloudFormation resolves`;
    default:
      return `has ${unknown.function}, which is not resolved here`;
  }
}

function reasonForReference(name: string, attribute: string | undefined, stack: StackValues): string {
  const { resources, parameters } = stack.template;
  const resource = Object.hasOwn(resources, name) ? resources[name] : undefined;
  if (resource === undefined) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) return `needs ${name}, which is not in the template`;
    return parameter.default === undefined
      ? `needs the parameter ${name}, which has no default`
      : `needs the parameter ${name} of type ${parameter.type}, whose value is not in the assembly`;
  }
  if (!stack.isThere(resource)) return `needs ${name} (${resource.type}), whose condition does not hold here`;
  if (!Object.hasOwn(PHYSICAL_RESOURCES, resource.type))
    return `needs ${name} (${resource.type}), which local AWS does not make`;
  if (stack.isLeftOut(name)) return `needs ${name} (${resource.type}), which is not deployed here`;
  return attribute === undefined
    ? `needs ${name} (${resource.type}), whose name is not known`
    : `needs ${attribute} of ${name} (${resource.type}), which is not known here`;
}
