import { z } from 'zod';

/** The schema without what says that a value may be absent, is frozen or becomes another. */
export function bare(schema: Schema | undefined): Schema | undefined {
  const within = schema && inner(schema);
  return within === undefined ? schema : bare(within);
}

/** What a schema wraps, if it does. */
export function inner(schema: Schema): Schema | undefined {
  if (schema instanceof z.ZodPipe) return schema.in;
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly;
  return wraps ? schema.unwrap() : undefined;
}

type Schema = z.core.$ZodType;
