import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { JsonSchema } from '../../sdk/schema/json-schema-type.ts';

/** A schema that clients see, and that lets everything in: what is wrong with a payload the workflow says itself. */
export function uncheckedSchema(schema: JsonSchema): StandardSchemaWithJSON {
  const write = (): Record<string, unknown> => ({ ...schema });
  return {
    '~standard': {
      version: 1,
      vendor: 'nova-act-cdk',
      validate: (value) => ({ value }),
      jsonSchema: { input: write, output: write },
    },
  };
}
