/** What the SDK says of a definition that is not there; commands know it by these words, whatever process said them. */
export function missingDefinition(definitionName: string): string {
  return `${START}"${definitionName}"${END}`;
}

/** The definition that a message calls missing; `undefined` when it calls none so. */
export function missingDefinitionIn(message: string): string | undefined {
  const [, rest = ''] = message.split(`${START}"`);
  const end = rest.indexOf(`"${END}`);
  return end < 0 ? undefined : rest.slice(0, end);
}

const START = 'Create the workflow definition ';
const END = ' first:';
