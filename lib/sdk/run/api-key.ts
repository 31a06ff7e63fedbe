import { ENDPOINT_OF_ALL, ENDPOINT_VARIABLE, VARIABLE } from '../../contract/variables.ts';
import { isLoopbackUrl } from '../../core/loopback.ts';
import { showKind } from '../../core/problems.ts';
import { ValidationFailed } from '../errors.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/**
 * The key that a run is made with; `undefined` for a run on AWS or local AWS. One in the environment counts only if the code says so:
 * whether a run goes to AWS must not depend on what a shell happens to have.
 *
 * @throws ValidationFailed for what is no key, and for whatever would lead the same run to AWS
 */
export function apiKeyOf(
  options: Pick<
    WorkflowOptions,
    'apiKey' | 'endpoint' | 'region' | 'credentials' | 'client' | 'logGroupName'
  >,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (options.apiKey === undefined) return undefined;
  const key = options.apiKey === true ? environment[VARIABLE.apiKey] : options.apiKey;
  if (typeof key !== 'string' || !A_KEY.test(key)) {
    const name = options.apiKey === true ? VARIABLE.apiKey : 'apiKey';
    throw new ValidationFailed(
      `${name} ${keyProblem(key)}; an API key has ${KEY_LENGTH} characters. Get one at https://nova.amazon.com/act, or leave apiKey out to run on AWS.`,
    );
  }
  const other = OF_AWS.find((option) => options[option] !== undefined);
  if (other !== undefined) {
    throw new ValidationFailed(
      `A workflow was given both apiKey and ${other}, which is of AWS. Leave out ${other}, or apiKey to run on AWS.`,
    );
  }
  if (options.endpoint !== undefined && !isLoopbackUrl(options.endpoint)) {
    throw new ValidationFailed(
      'A workflow was given both apiKey and an endpoint that is not on this machine: a key is sent to its service only. Leave out endpoint.',
    );
  }
  const variable = [ENDPOINT_VARIABLE.novaAct, ENDPOINT_OF_ALL].find((name) => environment[name]);
  if (options.endpoint === undefined && variable !== undefined) {
    throw new ValidationFailed(
      `A workflow was given apiKey, but ${variable} leads its requests elsewhere, such as to local AWS. Leave out apiKey there, or unset ${variable}.`,
    );
  }
  return key;
}

/** What the author should know of what does not hold in a run. */
export function apiKeyNotice(options: {
  readonly apiKey: string | undefined;
  readonly isLoopback: boolean;
  readonly definitionName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): string | undefined {
  const { apiKey, isLoopback, definitionName, environment } = options;
  if (apiKey !== undefined) {
    const logGroup = environment[VARIABLE.logGroupName] ? ` ${VARIABLE.logGroupName} is not used.` : '';
    return `With an API key there are no workflow definitions, log groups and artifacts of AWS: the run is not one of "${definitionName}".${logGroup}`;
  }
  if (isLoopback || !environment[VARIABLE.apiKey]) return undefined;
  return `${VARIABLE.apiKey} is set and not used: the run is on AWS. Pass \`apiKey: true\` to use it.`;
}

const KEY_LENGTH = 36;
/** It is sent in a header. */
const A_KEY = new RegExp(`^[!-~]{${KEY_LENGTH}}$`);

/** The key itself is not shown. */
function keyProblem(key: unknown): string {
  if (typeof key !== 'string') return `is ${showKind(key)}`;
  if (/[\r\n]$/.test(key)) return 'has a line break at its end';
  if (/[^!-~]/.test(key)) return 'has characters in it that no key has, such as spaces';
  return `is ${showKind(key)}`;
}
const OF_AWS = ['client', 'credentials', 'region', 'logGroupName'] as const;
