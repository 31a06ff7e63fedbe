import fc from 'fast-check';

/** Makes one value. Not the value itself: fast-check would ask it. */
type Made = () => unknown;

/** Makes whatever can be thrown, also by code that does not mean well: values that fail, lie or go on for ever when they are asked. */
export function hostile(): fc.Arbitrary<Made> {
  const leaf = fc.oneof(
    fc
      .anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true, withSet: true })
      .map((value) => () => value),
    fc.constantFrom<Made>(
      () => null,
      () => undefined,
      () => Symbol('s'),
      () => 1n,
      () => () => 1,
      () => class Thrown {},
      () => Object.create(null),
      () => new AggregateError([]),
      () => new DOMException('gone', 'AbortError'),
      () => ({ toJSON: fail }),
      () => ({ toString: fail }),
      () => ({ [Symbol.toPrimitive]: () => ({}) }),
      () => 'x'.repeat(1_000_000),
      revoked,
    ),
  );
  return fc.letrec<{ any: Made }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.tuple(tie('any'), members(tie('any'))).map(
        ([base, given]) =>
          () =>
            define(base(), given),
      ),
      fc.array(tie('any'), { maxLength: 4 }).map((made) => () => made.map((make) => make())),
      tie('any').map((target) => () => new Proxy(objectOf(target()), TRAPS)),
      tie('any').map((prototype) => () => Object.create(objectOf(prototype()))),
    ),
  })).any;
}

const NAMES = [
  'name',
  'message',
  'stack',
  'code',
  'cause',
  'errors',
  'issues',
  'path',
  'key',
  'retryable',
  'length',
  'toString',
  'constructor',
];

/** Members of an error: values, and getters that fail, go in circles, or give another value each time. */
function members(value: fc.Arbitrary<Made>): fc.Arbitrary<Record<string, PropertyDescriptor>> {
  const member: fc.Arbitrary<PropertyDescriptor> = fc.oneof(
    value.map((make) => ({ get: make })),
    fc.constantFrom<PropertyDescriptor>(
      { get: fail },
      {
        get(this: unknown) {
          return this;
        },
      },
      { get: () => new Error('', { cause: endless() }) },
    ),
  );
  return fc.dictionary(fc.constantFrom(...NAMES), member, { maxKeys: 6 });
}

function define(base: unknown, given: Record<string, PropertyDescriptor>): object {
  const target = objectOf(base);
  for (const [name, descriptor] of Object.entries(given)) {
    try {
      Reflect.defineProperty(target, name, { ...descriptor, enumerable: true, configurable: true });
    } catch {
      // It stays as it was.
    }
  }
  return target;
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : new Error('base');
}

/** Its cause has a cause that has a cause … */
function endless(): object {
  return Object.defineProperty({ message: '' }, 'cause', { get: endless });
}

function fail(): never {
  throw new Error('does not let itself be asked');
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
}

const TRAPS: ProxyHandler<object> = {
  get: fail,
  getPrototypeOf: fail,
  has: fail,
  ownKeys: fail,
  getOwnPropertyDescriptor: fail,
  isExtensible: fail,
};
