import { ENDPOINT_OF_ALL, ENDPOINT_VARIABLE } from '../../contract/variables.ts';
import { isLoopbackUrl } from '../../core/loopback.ts';
import { TargetError } from '../target-error.ts';
import type { RunTarget } from './workflow-environment.ts';

/**
 * Refuses variables of this shell that would lead a workflow to a service elsewhere than where it runs: its record on the
 * one side and its runs on the other. Other commands are refused the same when they make a client. Pure.
 *
 * @throws TargetError
 */
export function onePlace(
  { url }: Pick<RunTarget, 'url'>,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  for (const name of [ENDPOINT_OF_ALL, ...Object.values(ENDPOINT_VARIABLE)]) {
    const endpoint = environment[name];
    if (!endpoint) continue;
    const isThere = url === undefined ? !isLoopbackUrl(endpoint) : originOf(endpoint) === originOf(url);
    if (isThere) continue;
    // A service with a variable of its own does not read that of all.
    if (name === ENDPOINT_OF_ALL && Object.values(ENDPOINT_VARIABLE).every((each) => environment[each]))
      continue;
    throw new TargetError({
      what: `The workflow would run on ${url === undefined ? 'AWS' : `local AWS at ${url}`}, but ${name} leads to ${endpoint}.`,
      fix: 'Set AWS_ENDPOINT_URL for all services, as local AWS prints it, or unset its variants. Nothing was sent.',
    });
  }
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
