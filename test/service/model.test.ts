import { describe, expect, test } from '@jest/globals';
import { operationModels } from '../../lib/service/model.ts';
import { errorModels } from '../../lib/service/model-errors.ts';
import type { Shape, StructureShape } from '../../lib/service/shape.ts';
import { type ReferenceShape, reference, referenceShape } from './reference-model.ts';

const locations = { body: undefined, path: 'uri', query: 'querystring', header: 'header' } as const;

/** Everything in which a shape of ours differs from the service model's. */
function differences(ours: Shape, theirsName: string, at: string): string[] {
  const theirs = referenceShape(theirsName);
  const found: string[] = [];
  const same = (what: string, a: unknown, b: unknown): void => {
    if (JSON.stringify(a) !== JSON.stringify(b)) {
      found.push(`${at}: ${what} is ${JSON.stringify(a)}, should be ${JSON.stringify(b)}`);
    }
  };
  same('kind', ours.kind, kindOf(theirs));
  if ('sensitive' in ours || theirs.sensitive)
    same('sensitive', 'sensitive' in ours, theirs.sensitive === true);
  switch (ours.kind) {
    case 'string':
      same('limits', [ours.minLength, ours.maxLength], [theirs.min, theirs.max]);
      same('pattern', ours.pattern, theirs.pattern);
      same('values', ours.values, theirs.enum);
      break;
    case 'integer':
      same('limits', [ours.min, ours.max], [theirs.min, theirs.max]);
      break;
    case 'timestamp':
      same('format', 'iso8601', theirs.timestampFormat);
      break;
    case 'list':
      same('name', ours.name, theirsName);
      same('limits', [ours.minItems, ours.maxItems], [theirs.min, theirs.max]);
      found.push(...differences(ours.item, theirs.member?.shape ?? '', `${at}[]`));
      break;
    case 'union':
      same('name', ours.name, theirsName);
      same('members', Object.keys(ours.members).sort(), Object.keys(theirs.members ?? {}).sort());
      for (const [name, member] of Object.entries(ours.members)) {
        found.push(...differences(member, theirs.members?.[name]?.shape ?? '', `${at}.${name}`));
      }
      break;
    case 'structure':
      same('name', ours.name, theirsName);
      found.push(...memberDifferences(ours, theirs, at));
      break;
    default:
  }
  return found;
}

function memberDifferences(ours: StructureShape, theirs: ReferenceShape, at: string): string[] {
  const names = new Set([...Object.keys(ours.members), ...Object.keys(theirs.members ?? {})]);
  return [...names].flatMap((name) => {
    const a = ours.members[name];
    const b = theirs.members?.[name];
    if (a === undefined || b === undefined) return [`${at}.${name} is in one model only`];
    const found = differences(a.shape, b.shape, `${at}.${name}`);
    const mine = [a.required, locations[a.location], a.idempotencyToken === true];
    const reference = [theirs.required?.includes(name) === true, b.location, b.idempotencyToken === true];
    if (JSON.stringify(mine) !== JSON.stringify(reference)) {
      found.push(`${at}.${name}: [required, location, token] is ${mine}, should be ${reference}`);
    }
    if (b.location !== undefined && (a.wireName ?? name) !== b.locationName) {
      found.push(`${at}.${name}: name on the wire should be ${b.locationName}`);
    }
    return found;
  });
}

function kindOf(shape: ReferenceShape): string {
  if (shape.document) return 'document';
  return shape.union ? 'union' : shape.type;
}

describe('the model, next to the published service model', () => {
  test('has the same operations', () => {
    expect(Object.keys(operationModels).sort()).toEqual(Object.keys(reference.operations).sort());
  });

  test.each(Object.entries(operationModels))('declares %s alike', (name, ours) => {
    const theirs = reference.operations[name];
    if (theirs === undefined) throw new Error(`no ${name}`);
    expect([ours.method, ours.path, ours.successStatus]).toEqual([
      theirs.http.method,
      theirs.http.requestUri,
      theirs.http.responseCode,
    ]);
    expect(ours.idempotent).toBe(theirs.idempotent === true || theirs.readonly === true);
    expect([...ours.errors].sort()).toEqual(theirs.errors.map(({ shape }) => shape).sort());
    expect(differences(ours.input, theirs.input.shape, 'input')).toEqual([]);
    expect(differences(ours.output, theirs.output.shape, 'output')).toEqual([]);
  });

  test('has the same errors', () => {
    const theirs = Object.entries(reference.shapes).filter(([, shape]) => shape.exception);
    expect(Object.keys(errorModels).sort()).toEqual(theirs.map(([name]) => name).sort());
  });

  test.each(Object.entries(errorModels))('declares %s alike', (name, ours) => {
    const theirs = referenceShape(name);
    expect(ours.statusCode).toBe(theirs.error?.httpStatusCode);
    expect(ours.fault).toBe(theirs.error?.senderFault ? 'client' : 'server');
    expect('retryable' in ours ? ours.retryable : undefined).toEqual(theirs.retryable);
    expect(differences(ours.shape, name, name)).toEqual([]);
  });
});
