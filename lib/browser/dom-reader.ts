/**
 * Reads the DOM where names of a page shadow it: `<input name="attributes">` takes the place of `form.attributes`, and
 * `<img name="body">` that of `document.body`. Whatever stands on the object itself is passed over; the browser's own
 * accessors and methods stand on the prototypes, which in a world of our own no page can change.
 */
export interface DomReader {
  /** `of[key]` */
  get<T extends object, K extends keyof T>(of: T, key: K): T[K];
  /** `of[key] = value` */
  set<T extends object, K extends keyof T>(of: T, key: K, value: T[K]): void;
  /** `of[key](...args)` */
  call<T extends object, K extends MethodNames<T>>(
    of: T,
    key: K,
    ...args: Arguments<Method<T, K>>
  ): ReturnType<Method<T, K>>;
  /**
   * The same as `get`, for a property that is read of thousands of elements: it costs what a plain read costs. For
   * accessors of one class, such as `getter(Element, 'attributes')`; `value` or `type` stand on many.
   */
  getter<T, K extends keyof T>(type: { readonly prototype: T }, key: K): (of: T) => T[K];
}

type Method<T, K extends keyof T> = Extract<T[K], (...args: never) => unknown>;
/** Of the last two overloads; `Parameters` knows only the last one. */
type Arguments<F> = F extends { (...args: infer A): unknown; (...args: infer B): unknown } ? A | B : never;
type MethodNames<T> = {
  [K in keyof T]-?: NonNullable<T[K]> extends (...args: never) => unknown ? K : never;
}[keyof T];

/** Makes a {@link DomReader}. It is sent to the page as text, so it must stand alone. */
export function domReader(): DomReader {
  const own = (of: object): object => Object.getPrototypeOf(of);
  return {
    get: (of, key) => Reflect.get(own(of), key, of),
    set: (of, key, value) => {
      Reflect.set(own(of), key, value, of);
    },
    call: (of, key, ...args) => Reflect.apply(Reflect.get(own(of), key, of), of, args),
    getter: (type, key) => {
      const read = Object.getOwnPropertyDescriptor(type.prototype, key)?.get;
      if (read === undefined) throw new TypeError(`${String(key)} is no accessor of this class`);
      return (of) => read.call(of);
    },
  };
}
