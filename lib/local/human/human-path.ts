/** Where the desk is that keeps questions to people, below the address of local AWS. */
export const HUMAN_PATH = '/human';

/** The address of the desk. @param url of local AWS */
export function humanUrlOf(url: string): string {
  return `${url}${HUMAN_PATH}`;
}
