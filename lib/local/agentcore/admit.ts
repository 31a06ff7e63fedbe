import type { FastifyRequest } from 'fastify';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { type Refusal, readSignature, refuseForeign, type Signature } from '../guard.ts';
import { SESSION_HAS_ENDED } from '../signed-requests.ts';
import { AgentCoreError } from './agent-core-error.ts';
import { bearerTokenOf } from './bearer-token-of.ts';
import { checkPresigned } from './presigned-url.ts';
import { queryOf } from './request.ts';
import type { SessionLedger } from './session-ledger.ts';

/**
 * By whom a request is signed; `undefined` when it shows a token, whose weight depends on the runtime that is called. Running a
 * workflow must not be in the power of a web page: the request has to be local, and signed or with a token.
 *
 * @throws {@link AgentCoreError} when it is not
 */
export function admit(request: FastifyRequest, ledger: SessionLedger): Signature | undefined {
  const { method, headers, originalUrl } = request;
  const foreign = refuseForeign(headers);
  if (foreign !== undefined) throw refused(foreign);
  if (bearerTokenOf(headers) !== undefined) return undefined;
  // Only a WebSocket is opened by an address alone.
  const presigned = method === 'GET' && headers.authorization === undefined ? originalUrl : undefined;
  const signature = readSignature({ headers, url: presigned, service: SERVICE_NAME.agentCore });
  if ('refusal' in signature) throw refused(signature.refusal);
  if (presigned !== undefined) checkPresigned(queryOf(presigned), Date.now());
  if (ledger.isLate(signature.localIdentity)) throw refused(SESSION_HAS_ENDED);
  return signature;
}

function refused({ name, message, status }: Refusal): AgentCoreError {
  return new AgentCoreError(name, message, { status });
}
