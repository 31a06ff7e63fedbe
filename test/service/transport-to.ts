import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';

/** Brings what a client sends anywhere to a server on this machine instead; the `Host` header says where it was meant for. */
export function transportTo(url: string): NodeHttpHandler {
  const { protocol, hostname, port } = new URL(url);
  return new (class extends NodeHttpHandler {
    override async handle(request: Parameters<NodeHttpHandler['handle']>[0], options?: HttpHandlerOptions) {
      return await super.handle(Object.assign(request, { protocol, hostname, port: Number(port) }), options);
    }
  })();
}
