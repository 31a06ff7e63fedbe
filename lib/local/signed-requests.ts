import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Access } from './access/access.ts';
import { type Refusal, readSignature, refuseForeign, type Signature } from './guard.ts';

/**
 * Lets only signed requests of programs on this machine into a service, and notes by whom each is signed. Call it in the
 * scope of the service's plugin.
 *
 * @param options.refuse answers in the protocol of the service
 */
export function admitSigned(app: FastifyInstance, options: AdmitSignedOptions): void {
  const { service, access, refuse } = options;
  app.decorateRequest('signature', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const { headers, originalUrl: url } = request;
    const foreign = refuseForeign(headers);
    if (foreign !== undefined) return refuse(reply, foreign);
    const signature = readSignature({ headers, url, service });
    if ('refusal' in signature) return refuse(reply, signature.refusal);
    if (access.hasEnded(signature.localIdentity)) return refuse(reply, SESSION_HAS_ENDED);
    request.signature = signature;
    return undefined;
  });
}

/** Which requests a service takes, and how it says no. */
export interface AdmitSignedOptions {
  /** The name that requests must be signed for, such as `s3`. */
  readonly service: string;
  readonly access: Access;
  readonly refuse: (reply: FastifyReply, refusal: Refusal) => FastifyReply;
}

/** What a call gets that the process of a runtime session sent in its last moment. */
export const SESSION_HAS_ENDED: Refusal = {
  status: 403,
  name: 'AccessDeniedException',
  message: 'The process of the runtime session that these credentials belong to has ended.',
};

declare module 'fastify' {
  interface FastifyRequest {
    /** By whom the request is signed, in the services of AWS. */
    signature?: Signature | undefined;
  }
}
