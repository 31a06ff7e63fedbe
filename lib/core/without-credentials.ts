/**
 * Takes user names and passwords out of the addresses in a text: `http://user:password@host/` becomes `http://host/`. For
 * whatever leaves the process; the browser itself is given addresses as they are.
 */
export function withoutCredentials(text: string): string {
  return text.replace(new RegExp(USER_INFO, 'gi'), '$1');
}

/** What is before the host of an address; its first group stays. Browsers read `\` as `/`. */
export const USER_INFO = /((?:\b[a-z][a-z0-9+.-]*:|^)[\\/]{2,})[^\s\\/?#"<>]*@/;
