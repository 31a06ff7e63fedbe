import { REGION_PATTERN } from '../../../contract/limits.ts';
import { DEFAULT_REGION } from '../../../contract/protocol.ts';
import { VARIABLE } from '../../../contract/variables.ts';
import { isLoopbackUrl, isUncertainLoopbackUrl } from '../../../core/loopback.ts';
import { show } from '../../../core/problems.ts';
import { withoutCredentials } from '../../../core/without-credentials.ts';
import { ValidationFailed } from '../../errors.ts';

/**
 * Where the desk is.
 *
 * @param given - what the code says; it comes before the environment
 * @throws ValidationFailed when nobody says it, or for an address that questions should not be sent to
 */
export function deskPlace(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): DeskPlace {
  const [name, text] =
    given === undefined ? [VARIABLE.humanUrl, environment[VARIABLE.humanUrl]] : ['url of webHuman', given];
  if (!text) {
    throw new ValidationFailed(
      `webHuman() does not know where to ask people: ${VARIABLE.humanUrl} is not set. Local AWS sets it for what it runs (act dev, act run --local); ` +
        'on AWS, humanInTheLoop in the catalog does. Elsewhere, pass url: the address of a desk.',
    );
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isAllowed(url)) {
    throw new ValidationFailed(
      `${name} is ${show(withoutCredentials(text))}; it must be an address of https, or of http on this machine (http://127.0.0.1:8737/human), without user, query and fragment: ` +
        'what is asked, and the links by which people answer, go there.',
    );
  }
  return {
    url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    origin: url.origin,
    isLoopback: isLoopbackUrl(url.href),
    region:
      regionOf(url.hostname) ?? (environment.AWS_REGION || environment.AWS_DEFAULT_REGION || DEFAULT_REGION),
  };
}

/** Where questions are kept. */
export interface DeskPlace {
  /** Without a slash at its end. */
  readonly url: string;
  readonly origin: string;
  readonly isLoopback: boolean;
  /** Whose requests are signed for. */
  readonly region: string;
}

function isAllowed(url: URL): boolean {
  const { protocol, username, password, search, hash } = url;
  if (`${username}${password}${search}${hash}` !== '') return false;
  if (isUncertainLoopbackUrl(url.href)) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackUrl(url.href));
}

/** A domain of one's own does not say it. */
function regionOf(hostname: string): string | undefined {
  return new RegExp(`\\.execute-api\\.(${REGION_PATTERN})\\.amazonaws\\.com`).exec(hostname)?.[1];
}
