import { HOST_PORT } from '../../contract/host.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { choosesTarget } from '../../local/local-environment.ts';
import type { RunTarget } from './workflow-environment.ts';

/**
 * Leaves out of what a deployment sets what says something about the container, or leads elsewhere than the target, and names
 * it with the reason. Pure.
 */
export function fittingVariables(
  variables: Readonly<Record<string, string>>,
  target: Pick<RunTarget, 'url' | 'region'>,
): {
  readonly variables: Readonly<Record<string, string>>;
  /** One phrase for each that was left out, without its value. */
  readonly leftOut: readonly string[];
} {
  const reasonOf = (name: string): string | undefined => {
    if (choosesTarget(name, { isLocal: target.url !== undefined })) return OF_TARGET;
    return Object.hasOwn(OF_CONTAINER, name) ? OF_CONTAINER[name] : undefined;
  };
  const entries = Object.entries(variables);
  return {
    variables: Object.fromEntries(entries.filter(([name]) => reasonOf(name) === undefined)),
    leftOut: entries.flatMap(([name, value]) => {
      const reason = reasonOf(name);
      // The region is said by every deployment, and is mostly the same.
      return reason === undefined || value === valueHere(name, target) ? [] : `${name} (${reason})`;
    }),
  };
}

const OF_TARGET = 'the target above decides it';
const OWN_BROWSER = 'a browser of this machine is used';
const OWN_PLACE = 'it is about the container';

/** Variables of deployments that have no meaning here, and why. */
const OF_CONTAINER: Readonly<Record<string, string>> = {
  PORT: `there is no port ${HOST_PORT.HTTP} here`,
  ...Object.fromEntries(
    ['HOME', 'PATH', 'TMPDIR', 'HOSTNAME', 'NODE_OPTIONS', 'PLAYWRIGHT_BROWSERS_PATH'].map((name) => [
      name,
      OWN_PLACE,
    ]),
  ),
  [VARIABLE.runtimeHost]: OWN_PLACE,
  [VARIABLE.runtimePort]: OWN_PLACE,
  [VARIABLE.browser]: OWN_BROWSER,
  [VARIABLE.browserId]: OWN_BROWSER,
  [VARIABLE.browserProfile]: OWN_BROWSER,
  [VARIABLE.browserPath]: OWN_BROWSER,
  [VARIABLE.browserArgs]: OWN_BROWSER,
  [VARIABLE.headless]: OWN_BROWSER,
  NOVA_ACT_EARLY_BROWSER: OWN_BROWSER,
  NOVA_ACT_CONCURRENCY: 'one call is made',
};

function valueHere(name: string, { region }: Pick<RunTarget, 'region'>): string | undefined {
  return name === 'AWS_REGION' || name === 'AWS_DEFAULT_REGION' ? region : undefined;
}
