/** The name of a member that is unknown, as messages quote it: a long one may be a value in the wrong place, such as a token. */
export function shownName(name: string): string {
  return name.length <= MAX_SHOWN ? name : `(a name of ${name.length} characters)`;
}

const MAX_SHOWN = 64;
