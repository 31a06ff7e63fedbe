import { isRecord } from '../../core/is-record.ts';
import type { RuntimeAuthorizer } from '../agentcore/runtime-authorizer.ts';
import type { RuntimeDeployment } from '../agentcore/runtime-record.ts';
import { whyUnknown } from './assembly-note.ts';
import type { AssemblyValues } from './assembly-values.ts';
import type { StackValues } from './stack-values.ts';

/**
 * What a runtime of a template says of its callers: whose tokens let them in, and which of their headers the workflow gets. An
 * authorizer that cannot be played as a whole takes no token: nobody is let in whom AWS would refuse.
 */
export function planCallers(
  properties: Readonly<Record<string, unknown>>,
  context: { readonly stack: StackValues; readonly values: AssemblyValues },
): CallersPlan {
  const { stack } = context;
  const authorizer = propertyOf(stack, properties, 'AuthorizerConfiguration');
  const headers = propertyOf(stack, properties, 'RequestHeaderConfiguration');
  const whyNoHeaders = whyUnknown(headers, context);
  const read =
    authorizer === undefined ? undefined : readAuthorizer(authorizer, whyUnknown(authorizer, context));
  const requestHeaders = isRecord(headers) ? textsIn(headers.RequestHeaderAllowlist) : undefined;
  return {
    ...(read && { authorizer: read }),
    ...(requestHeaders && { requestHeaders }),
    notes: [
      ...(read?.unchecked === undefined ? [] : [['AuthorizerConfiguration', read.unchecked] as const]),
      ...(whyNoHeaders === undefined
        ? []
        : [
            [
              'RequestHeaderConfiguration',
              `it ${whyNoHeaders}. Headers that are not known reach no workflow here.`,
            ] as const,
          ]),
    ],
  };
}

/** How callers are let in, and what is to be said of it: by property. */
export interface CallersPlan extends Pick<RuntimeDeployment, 'authorizer' | 'requestHeaders'> {
  readonly notes: readonly (readonly [property: string, what: string])[];
}

function readAuthorizer(given: unknown, whyNot: string | undefined): RuntimeAuthorizer {
  const custom = isRecord(given) ? given.CustomJWTAuthorizer : undefined;
  const { DiscoveryUrl, AllowedAudience, AllowedClients, AllowedScopes, ...others } = isRecord(custom)
    ? custom
    : {};
  const more = Object.keys(others).filter((member) => !WAYS_TO_THE_PROVIDER.includes(member));
  const isUnknown = whyNot !== undefined || typeof DiscoveryUrl !== 'string';
  const problem = isUnknown
    ? `it ${whyNot ?? 'is of a kind that is not known here'}`
    : more.length > 0 && `${more.join(', ')} cannot be checked here`;
  const lists = {
    allowedAudience: textsIn(AllowedAudience),
    allowedClients: textsIn(AllowedClients),
    allowedScopes: textsIn(AllowedScopes),
  };
  return {
    discoveryUrl:
      typeof DiscoveryUrl === 'string' ? DiscoveryUrl : 'an identity provider that is not known here',
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined)),
    ...(problem && { unchecked: `${problem}: this runtime takes no token here.` }),
  };
}

/** Where AgentCore reaches the provider: from here it is reached by its address, or it is not. */
const WAYS_TO_THE_PROVIDER: readonly string[] = ['PrivateEndpoint', 'PrivateEndpointOverrides'];

function textsIn(given: unknown): readonly string[] | undefined {
  return Array.isArray(given) ? given.filter((item) => typeof item === 'string') : undefined;
}

/** `undefined` also where a condition takes it away. */
function propertyOf(
  stack: StackValues,
  properties: Readonly<Record<string, unknown>>,
  name: string,
): unknown {
  const resolved = stack.resolve({ [name]: properties[name] });
  return isRecord(resolved) ? resolved[name] : undefined;
}
