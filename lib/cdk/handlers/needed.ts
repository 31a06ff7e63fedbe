/** What its construct says to a function. @throws Error when it did not */
export function needed(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '')
    throw new Error(`The function has no environment variable ${variable}; its construct sets it.`);
  return value;
}
