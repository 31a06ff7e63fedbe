import { isRecord } from '../core/is-record.ts';

/** What commands read of a CloudFormation template. */
export interface Template {
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Values of `Fn::FindInMap`, by the names of the maps. */
  readonly mappings: Readonly<Record<string, unknown>>;
  /** What `Fn::If` and `Condition` name. */
  readonly conditions: Readonly<Record<string, unknown>>;
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
  /** The condition that decides if it is in the stack; undefined when it always is. */
  readonly condition: string | undefined;
  /** The logical ids that `DependsOn` names. */
  readonly dependsOn: readonly string[];
  /** The path of its construct, if the CDK has noted it. */
  readonly constructPath: string | undefined;
}

/** An output; `exportName` may have intrinsic functions in it, and is undefined when nothing is exported. */
export interface Output {
  readonly value: unknown;
  readonly exportName: unknown;
  /** The condition that decides if it is there; undefined when it always is. */
  readonly condition: string | undefined;
}

/** Reads a template that was parsed from JSON; `undefined` when it is none. */
export function parseTemplate(value: unknown): Template | undefined {
  if (!isRecord(value) || !isRecord(value.Resources)) return undefined;
  return {
    parameters: mapRecords(value.Parameters, ({ Type: type, Default: initial }) => ({
      type: String(type),
      default: initial,
    })),
    mappings: isRecord(value.Mappings) ? value.Mappings : {},
    conditions: isRecord(value.Conditions) ? value.Conditions : {},
    resources: mapRecords(
      withMacros(value.Resources),
      ({ Type, Properties, DeletionPolicy, Condition, DependsOn, Metadata }) => ({
        type: String(Type),
        properties: isRecord(Properties) ? Properties : {},
        isKept: DeletionPolicy === 'Retain' || DeletionPolicy === 'RetainExceptOnCreate',
        condition: textIn(Condition),
        dependsOn: [DependsOn].flat().filter((id) => typeof id === 'string'),
        constructPath: isRecord(Metadata) ? textIn(Metadata['aws:cdk:path']) : undefined,
      }),
    ),
    outputs: mapRecords(value.Outputs, ({ Value, Export, Condition }) => ({
      value: Value,
      exportName: isRecord(Export) ? Export.Name : undefined,
      condition: textIn(Condition),
    })),
  };
}

/** Macros such as `Fn::ForEach::Buckets` stand for resources; here they are ones of that type, so that none is missed. */
function withMacros(resources: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(resources).map(([key, value]) => [key, key.startsWith('Fn::') ? { Type: key } : value]),
  );
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
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
