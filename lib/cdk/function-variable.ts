/** What the construct of a function says to it. @throws Error when it did not */
export function functionVariable(name: string, environment: Environment = process.env): string {
  const value = environment[name];
  if (!value)
    throw new Error(`The environment variable ${name} is missing: the stack of this function sets it.`);
  return value;
}

/** The same of a number. @throws Error also when it is none, or less */
export function functionNumber(
  name: string,
  { environment, least }: { readonly environment: Environment; readonly least: number },
): number {
  const value = Number(functionVariable(name, environment));
  if (!(value >= least)) throw new Error(`The environment variable ${name} must be a number from ${least}.`);
  return value;
}

type Environment = Readonly<Record<string, string | undefined>>;
