import { isLocalCredentials } from '../../contract/local-credentials.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { isLoopbackUrl } from '../../core/loopback.ts';
import { localEnvironment } from '../../local/local-environment.ts';

/**
 * Which variables of a shell lead to a local AWS, whether it still runs or not: addresses on this machine under the names
 * that local AWS sets, and beside its credentials also what has no mark of its own. What was set for AWS is not among them.
 */
export function variablesOfLocalAws(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const isEntered = isLocalCredentials({ accessKeyId, secretAccessKey });
  const ofShell = environment[VARIABLE.stateDir] === undefined ? [] : [VARIABLE.stateDir];
  const ofClients = Object.entries(localEnvironment(ANY_ADDRESS)).flatMap(([name, value]) => {
    if (environment[name] === undefined) return [];
    const isAddress = value.startsWith(ANY_ADDRESS);
    return (isAddress ? isLoopbackUrl(environment[name]) : isEntered) ? [name] : [];
  });
  return [...ofClients, ...ofShell];
}

/** Tells the variables with the address from the others. */
const ANY_ADDRESS = 'http://127.0.0.1';
