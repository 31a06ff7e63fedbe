import { types } from 'node:util';

/** What a value is whose data is elsewhere than in its members, so that its JSON would be `{}`; `undefined` for others. */
export function hollowKind(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Of whatever realm: only what plain objects inherit from inherits from nothing.
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
  const isHollow =
    types.isMap(value) ||
    types.isSet(value) ||
    types.isNativeError(value) ||
    types.isPromise(value) ||
    types.isRegExp(value) ||
    types.isArrayBufferView(value);
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (!isHollow && (types.isBoxedPrimitive(value) || Object.keys(value).length > 0)) return undefined;
  if (kind === 'Object') return 'an instance of a class that has no members of its own';
  const hint = types.isPromise(value) ? ': await it' : '';
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}${hint}`;
}
