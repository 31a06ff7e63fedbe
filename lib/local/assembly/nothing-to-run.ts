import { AssemblyError } from '../../assembly/assembly-error.ts';
import { type AssemblyNote, noteLine } from './assembly-note.ts';

/** The error of an assembly without a runtime, or with none that can be run here: then the notes say why. */
export function nothingToRun(
  folder: string,
  stackNames: readonly string[],
  notes: readonly AssemblyNote[] = [],
): AssemblyError {
  if (notes.length > 0) {
    return new AssemblyError({
      what: `Nothing in the cloud assembly ${folder} can be run on local AWS:\n${notes.map((note) => `  - ${noteLine(note)}`).join('\n')}\n`,
      fix: 'Synthesize a stack with a NovaActWorkflow that is built from its source.',
    });
  }
  return new AssemblyError({
    what: `The cloud assembly ${folder} has no AgentCore runtime.`,
    allowed: `Its stacks: ${stackNames.join(', ')}.`,
    fix: 'Name the assembly of an app with workflows after --from.',
  });
}
