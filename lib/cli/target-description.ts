/**
 * Where a command works, for people: `AWS account 123456789012, us-east-1` or `local AWS at http://127.0.0.1:8737`.
 *
 * @param place.url of local AWS; `undefined` on AWS
 */
export function targetDescription(place: {
  readonly url: string | undefined;
  readonly account: string;
  readonly region: string;
  readonly profile?: string | undefined;
}): string {
  const { url, account, region, profile } = place;
  if (url !== undefined) return `local AWS at ${url}`;
  return `AWS account ${account}, ${region}${profile === undefined ? '' : ` (profile ${profile})`}`;
}

/** The line that says it, on stderr, before anything is asked for. */
export function targetLine(description: string): string {
  return `Target: ${description}\n`;
}

/** What programs are told in its place. */
export interface TargetForPrograms {
  readonly kind: 'aws' | 'local';
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Of local AWS; `null` on AWS. */
  readonly url: string | null;
}
