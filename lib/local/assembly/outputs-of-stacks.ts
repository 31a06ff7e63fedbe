import { type AssemblyNote, whyUnknown } from './assembly-note.ts';
import type { AssemblyValues } from './assembly-values.ts';

/** The outputs of all stacks as `cdk deploy --outputs-file` writes them. Those that are not known are left out. */
export function outputsOfStacks(values: AssemblyValues): {
  readonly stacks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly notes: readonly AssemblyNote[];
} {
  const notes: AssemblyNote[] = [];
  const stacks = values.stacks.map((stack) => {
    const { stackName, template } = stack;
    const known = Object.entries(template.outputs).flatMap(([key, output]) => {
      if (!stack.isThere(output)) return [];
      const text = stack.textOf(output.value);
      if (text !== undefined) return [[key, text] as const];
      const why = whyUnknown(stack.resolve(output.value), { values, stack }) ?? 'is no text';
      notes.push({ stackName, property: `output ${key}`, what: `it ${why}. It is left out.` });
      return [];
    });
    return [stackName, Object.fromEntries(known)] as const;
  });
  return { stacks: Object.fromEntries(stacks), notes };
}
