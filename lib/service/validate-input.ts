import { isRecord } from '../core/is-record.ts';
/** Checks a value against the limits of the model, as the service does before it acts. Pure. */
import { type OperationName, operationModels } from './model.ts';
import type { IntegerShape, ListShape, Shape, StringShape, StructureShape, UnionShape } from './shape.ts';

/** One broken rule: `name` is the path of the member (`callResults[0].content`), `message` says what is allowed. */
export interface FieldProblem {
  readonly name: string;
  readonly message: string;
}

/**
 * All rules of the model that an input breaks; empty when it is valid. Members that the model does not know are
 * ignored, as the service ignores them.
 */
export function validateInput(operation: OperationName, input: unknown): readonly FieldProblem[] {
  const shape: StructureShape = operationModels[operation].input;
  return checkStructure(shape, input, '');
}

/** The same for one value of some shape. @param path where it stands, for the names of its members */
export function validateShape(shape: Shape, value: unknown, path: string): readonly FieldProblem[] {
  return check(shape, value, path);
}

function check(shape: Shape, value: unknown, path: string): FieldProblem[] {
  switch (shape.kind) {
    case 'string':
      return checkString(shape, value, path);
    case 'integer':
      return checkInteger(shape, value, path);
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime())
        ? []
        : problem(path, 'must be a timestamp');
    case 'document':
      return [];
    case 'list':
      return checkList(shape, value, path);
    case 'structure':
      return checkStructure(shape, value, path);
    case 'union':
      return checkUnion(shape, value, path);
  }
}

function checkString(shape: StringShape, value: unknown, path: string): FieldProblem[] {
  if (typeof value !== 'string') return problem(path, `must be a string, not ${kindOf(value)}`);
  if (shape.values !== undefined && !shape.values.includes(value)) {
    return problem(path, `must be one of ${shape.values.join(', ')}`);
  }
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = shape;
  const length = shape.minLength === undefined && shape.maxLength === undefined ? 0 : codePoints(value);
  // A pattern is not tried on text of a wrong length: one problem per member is enough.
  if (length < minLength || length > maxLength) {
    return problem(path, `must have ${range(shape.minLength, shape.maxLength)} characters, has ${length}`);
  }
  if (pattern !== undefined && !fullPattern(pattern).test(value)) {
    return problem(path, `must match the pattern ${pattern}`);
  }
  return [];
}

function checkInteger(shape: IntegerShape, value: unknown, path: string): FieldProblem[] {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return problem(path, `must be an integer, not ${kindOf(value)}`);
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = shape;
  return value < min || value > max
    ? problem(path, `must be ${range(shape.min, shape.max)}, is ${value}`)
    : [];
}

function checkList(shape: ListShape, value: unknown, path: string): FieldProblem[] {
  if (!Array.isArray(value)) return problem(path, `must be a list, not ${kindOf(value)}`);
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = shape;
  if (value.length < minItems || value.length > maxItems) {
    return problem(path, `must have ${range(shape.minItems, shape.maxItems)} items, has ${value.length}`);
  }
  return value.flatMap((item: unknown, index) => check(shape.item, item, `${path}[${index}]`));
}

function checkStructure(shape: StructureShape, value: unknown, path: string): FieldProblem[] {
  if (!isRecord(value)) return problem(path || 'input', `must be an object, not ${kindOf(value)}`);
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const memberPath = path === '' ? name : `${path}.${name}`;
    const memberValue = Object.hasOwn(value, name) ? value[name] : undefined;
    if (memberValue === undefined || memberValue === null) {
      // A document may be JSON null; any other null counts as absent.
      const present = memberValue === null && member.shape.kind === 'document';
      return member.required && !present ? problem(memberPath, 'is required') : [];
    }
    return check(member.shape, memberValue, memberPath);
  });
}

function checkUnion(shape: UnionShape, value: unknown, path: string): FieldProblem[] {
  const allowed = Object.keys(shape.members);
  if (!isRecord(value)) return problem(path, `must be an object, not ${kindOf(value)}`);
  const given = allowed.filter((name) => Object.hasOwn(value, name) && value[name] !== undefined);
  const [name] = given;
  const member = name === undefined ? undefined : shape.members[name];
  if (given.length !== 1 || name === undefined || member === undefined) {
    return problem(path, `must have exactly one of ${allowed.join(', ')}`);
  }
  return check(member, value[name], `${path}.${name}`);
}

function problem(name: string, message: string): FieldProblem[] {
  return [{ name, message }];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return `the number ${value}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function range(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

const patterns = new Map<string, RegExp>();

function fullPattern(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`);
  patterns.set(pattern, known);
  return known;
}
