/** Sets environment variables until the end of the scope; `undefined` unsets. */
export function withEnvironment(changes: Readonly<Record<string, string | undefined>>): Disposable {
  const before = Object.fromEntries(Object.keys(changes).map((name) => [name, process.env[name]]));
  apply(changes);
  return { [Symbol.dispose]: () => apply(before) };
}

function apply(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
