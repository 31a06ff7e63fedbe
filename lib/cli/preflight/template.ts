import { isRecord } from '../../core/is-record.ts';

/** What the preflight reads of a CloudFormation template. */
export interface Template {
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, Output>>;
}

/** A parameter; those that are looked up in Parameter Store have a type of their own. */
export interface Parameter {
  readonly type: string;
  readonly default?: unknown;
}

/** A resource, by its logical id. */
export interface Resource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Whether the resource stays when it leaves the stack, or the stack is deleted. */
  readonly isKept: boolean;
  /** Whether a condition decides if it is in the stack. */
  readonly isConditional: boolean;
}

/** An output; `exportName` may have intrinsic functions in it, and is undefined when nothing is exported. */
export interface Output {
  readonly value: unknown;
  readonly exportName: unknown;
  /** Whether a condition decides if it is there. */
  readonly isConditional: boolean;
}

/** Reads a template that was parsed from JSON; `undefined` when it is none. */
export function parseTemplate(value: unknown): Template | undefined {
  if (!isRecord(value) || !isRecord(value.Resources)) return undefined;
  return {
    parameters: mapRecords(value.Parameters, ({ Type: type, Default: initial }) => ({
      type: String(type),
      default: initial,
    })),
    resources: mapRecords(
      value.Resources,
      ({ Type: type, Properties: properties, DeletionPolicy: policy, Condition: condition }) => ({
        type: String(type),
        properties: isRecord(properties) ? properties : {},
        isKept: policy === 'Retain' || policy === 'RetainExceptOnCreate',
        isConditional: condition !== undefined,
      }),
    ),
    outputs: mapRecords(value.Outputs, ({ Value, Export, Condition }) => ({
      value: Value,
      exportName: isRecord(Export) ? Export.Name : undefined,
      isConditional: Condition !== undefined,
    })),
  };
}

function mapRecords<T>(
  records: unknown,
  read: (record: Readonly<Record<string, unknown>>) => T,
): Readonly<Record<string, T>> {
  const entries = isRecord(records) ? Object.entries(records) : [];
  return Object.fromEntries(
    entries.flatMap(([key, record]) => (isRecord(record) ? [[key, read(record)] as const] : [])),
  );
}
