/** Turns the model into the schemas that the SDK's protocol serializes and parses with. */
import { TypeRegistry } from '@smithy/core/schema';
import type {
  $SchemaRef,
  SchemaTraits,
  SchemaTraitsObject,
  StaticErrorSchema,
  StaticOperationSchema,
  StaticStructureSchema,
} from '@smithy/types';
import { exceptionClasses, NovaActServiceException } from './exceptions.ts';
import { type OperationName, operationModels } from './model.ts';
import { type ErrorName, errorModels } from './model-errors.ts';
import type { Member, Shape, StructureShape } from './shape.ts';

/** Namespace of the service's shapes; errors on the wire may be qualified with it. */
export const NAMESPACE = 'com.amazonaws.novaact';
const SYNTHETIC_NAMESPACE = `smithy.ts.sdk.synthetic.${NAMESPACE}`;

// Schema codes of the SDK.
const STRING = 0;
const INTEGER = 1;
const DATE_TIME = 5;
const DOCUMENT = 15;
const SENSITIVE: SchemaTraits = { sensitive: 1 };

function schemaOf(shape: Shape): $SchemaRef {
  switch (shape.kind) {
    case 'string':
      return shape.sensitive ? [0, NAMESPACE, 'SensitiveString', SENSITIVE, STRING] : STRING;
    case 'integer':
      return INTEGER;
    case 'timestamp':
      return DATE_TIME;
    case 'document':
      return shape.sensitive ? [0, NAMESPACE, 'SensitiveDocument', SENSITIVE, DOCUMENT] : DOCUMENT;
    case 'list':
      return [1, NAMESPACE, shape.name, 0, schemaOf(shape.item)];
    case 'union':
      return [
        4,
        NAMESPACE,
        shape.name,
        shape.sensitive ? SENSITIVE : 0,
        Object.keys(shape.members),
        Object.values(shape.members).map(schemaOf),
      ];
    case 'structure':
      return structureSchema(shape);
  }
}

function memberSchema(name: string, member: Member): $SchemaRef {
  const traits: SchemaTraitsObject = {
    ...(member.location === 'path' && { httpLabel: 1 }),
    ...(member.location === 'query' && { httpQuery: member.wireName ?? name }),
    ...(member.location === 'header' && { httpHeader: member.wireName ?? name }),
    ...(member.idempotencyToken && { idempotencyToken: 1 }),
  };
  const schema = schemaOf(member.shape);
  return Object.keys(traits).length === 0 ? schema : [schema, traits];
}

function structureSchema(shape: StructureShape): StaticStructureSchema {
  const members = Object.entries(shape.members);
  return [
    3,
    NAMESPACE,
    shape.name,
    0,
    members.map(([name]) => name),
    members.map(([name, member]) => memberSchema(name, member)),
  ];
}

/** The schema of one operation. */
export function operationSchema(name: OperationName): StaticOperationSchema {
  const { method, path, successStatus, input, output, idempotent } = operationModels[name];
  const traits: SchemaTraitsObject = {
    http: [method, path, successStatus],
    ...(idempotent && { idempotent: 1 }),
  };
  return [9, NAMESPACE, name, traits, structureSchema(input), structureSchema(output)];
}

function errorSchema(name: ErrorName): StaticErrorSchema {
  const { shape, fault, statusCode } = errorModels[name];
  const [, namespace, shapeName, , memberNames, memberSchemas] = structureSchema(shape);
  return [-3, namespace, shapeName, { error: fault, httpError: statusCode }, memberNames, memberSchemas];
}

function buildErrorRegistries(): readonly [TypeRegistry, TypeRegistry] {
  const synthetic = TypeRegistry.for(SYNTHETIC_NAMESPACE);
  synthetic.registerError(
    [-3, SYNTHETIC_NAMESPACE, 'NovaActServiceException', 0, [], []],
    NovaActServiceException,
  );
  const declared = TypeRegistry.for(NAMESPACE);
  for (const exceptionClass of exceptionClasses) {
    declared.registerError(errorSchema(exceptionClass.errorName), exceptionClass);
  }
  return [synthetic, declared];
}

/** Which class an error on the wire becomes. */
export const errorTypeRegistries = buildErrorRegistries();
