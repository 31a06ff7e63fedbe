import { createRequire } from 'node:module';
import type { StateMachineDefinition } from '../../../lib/cdk/machines/asl.ts';

/** Without types of its own. */
const validate: (definition: unknown) => { readonly errors: readonly unknown[] } = createRequire(
  import.meta.url,
)('asl-validator');

/** What is wrong in a definition, as the schema of the language and its rules say. */
export function aslProblems(definition: StateMachineDefinition): readonly unknown[] {
  // It writes into what it is given; and a definition is text in the end.
  return validate(JSON.parse(JSON.stringify(definition))).errors;
}
