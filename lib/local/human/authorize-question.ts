import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { VARIABLE } from '../../contract/variables.ts';
import type { Access } from '../access/access.ts';
import type { Refusal, Signature } from '../guard.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';

/**
 * Why the role of a session does not let it ask people; `undefined` when it does, and for all other callers. On AWS the desk is an API that
 * the role must name: that to which the variable of the runtime leads.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function refusalOfQuestion(call: {
  readonly access: Access;
  readonly runtimeSessions: Pick<RuntimeSessions, 'of'>;
  readonly signature: Signature;
  readonly method: string;
  /** Below the address of the desk, with a slash at its beginning. */
  readonly path: string;
}): Refusal | undefined {
  const { access, runtimeSessions, signature, method, path } = call;
  const { localIdentity, region } = signature;
  const session = runtimeSessions.of(localIdentity);
  if (session?.role === undefined) return undefined;
  const [, partition = 'aws', , regionOfRuntime = region] = session.runtime?.arn.split(':') ?? [];
  const url = session.runtime?.environment[VARIABLE.humanUrl];
  const apiId = apiIdIn(url) ?? apiIdOf(session.role.statements.flatMap(({ resources }) => resources));
  const api = `arn:${partition}:${SERVICE_NAME.executeApi}:${regionOfRuntime}:${LOCAL_ACCOUNT_ID}:${apiId ?? NO_API}`;
  const refusal = access.refusalOf({
    localIdentity,
    action: `${SERVICE_NAME.executeApi}:Invoke`,
    // The stage whose addresses have no name of a stage in them.
    resource: `${api}/$default/${method}${path}`,
    context: { 'aws:RequestedRegion': region },
  });
  if (refusal === undefined || url !== undefined) return refusal;
  return {
    ...refusal,
    message: `${refusal.message} On AWS this workflow has no desk to ask people at: "humanInTheLoop" of its entry in the catalog gives it one.`,
  };
}

/** Of an address that API Gateway gives; others do not say it. */
function apiIdIn(url: string | undefined): string | undefined {
  return /^https:\/\/([a-z0-9]+)\.execute-api\./i.exec(url ?? '')?.[1];
}

/** The first API that a role names. */
function apiIdOf(resources: readonly string[]): string | undefined {
  return resources.flatMap(
    (arn) => /^arn:[^:]*:execute-api:[^:]*:[^:]*:([A-Za-z0-9]+)\//.exec(arn)?.[1] ?? [],
  )[0];
}

/** In the place of the id of an API that there is not. */
const NO_API = 'none';
