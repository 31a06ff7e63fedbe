import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type PrepareRequestFunctionOpts,
  type PrepareRequestFunctionResult,
  RequestError,
  Server,
} from 'proxy-chain';
import { RefusedAddressError } from './checked-lookup.ts';
import { type ConnectionFailures, targetOf } from './connection-failures.ts';
import { hrefOf, type OwnProxy } from './own-proxy.ts';
import { type AddressRules, bareHost, refuseHost } from './refuse-address.ts';

/**
 * An HTTP proxy in front of the user's own, which resolves names and connects. What the host tells is refused here;
 * hosts that the user's proxy is not for go through the guard's.
 */
export class ChainingServer extends Server {
  readonly #options: ChainingServerOptions;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(options: ChainingServerOptions) {
    super({ port: 0, host: '127.0.0.1', prepareRequestFunction: (asked) => this.#prepare(asked) });
    this.#options = options;
    // Uploads take as long as they take.
    this.server.requestTimeout = 0;
  }

  /** An answer of ours would look like a page of the site. A connection that ends is an error everywhere. */
  override failRequest(request: IncomingMessage, error: NodeJS.ErrnoException): void {
    if (error instanceof RequestError && error.statusCode === 407) super.failRequest(request, error);
    else request.socket.destroy();
  }

  override async onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = response.end;
    response.end = (...args: unknown[]) => {
      // Headers come from a server; without them the library is about to report an error of its own.
      if (response.headersSent) return Reflect.apply(end, response, args);
      this.#noteFailure(request.url ?? '');
      request.socket.destroy();
      return response;
    };
    await super.onRequest(request, response);
  }

  override async close(): Promise<void> {
    this.#agent.destroy();
    await super.close(true);
  }

  #prepare(asked: PrepareRequestFunctionOpts): PrepareRequestFunctionResult {
    const { rules, ownProxy, failures, guardUrl } = this.#options;
    if (asked.username !== ownProxy.username || asked.password !== ownProxy.password) {
      return { requestAuthentication: true };
    }
    const target = { host: bareHost(asked.hostname), port: asked.port };
    failures.clear(target);
    const refusal = refuseHost(target, rules);
    if (refusal !== undefined) {
      failures.add(target, refusal);
      throw new RefusedAddressError(refusal);
    }
    const own = asked.isHttp ? ownProxy.http : ownProxy.https;
    if (own === undefined || ownProxy.bypasses(target)) return { upstreamProxyUrl: guardUrl };
    return { upstreamProxyUrl: hrefOf(own, ownProxy), httpAgent: this.#agent };
  }

  #noteFailure(url: string): void {
    const { failures } = this.#options;
    const target = targetOf(url);
    if (target === undefined || failures.reasonFor(url) !== undefined) return;
    failures.add(target, 'net::ERR_PROXY_CONNECTION_FAILED');
  }
}

export interface ChainingServerOptions {
  readonly rules: AddressRules;
  readonly ownProxy: OwnProxy;
  readonly failures: ConnectionFailures;
  /** The proxy that resolves, checks and connects itself. */
  readonly guardUrl: string;
}
