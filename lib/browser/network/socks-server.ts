import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { checkedLookup, RefusedAddressError } from './checked-lookup.ts';
import type { ConnectionFailures } from './connection-failures.ts';
import { type HostAndPort, mapHost } from './mapped-hosts.ts';
import { netErrorOf } from './net-error.ts';
import { type AddressRules, refuseHost } from './refuse-address.ts';
import { readSocksTarget, SOCKS_REPLY } from './socks-handshake.ts';

/**
 * A SOCKS proxy that resolves names and connects itself, and only where the rules allow it. What goes through it are
 * plain connections: pages, errors of servers, uploads and WebSockets arrive as they were sent.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1928
 */
export function socksServer(options: SocksServerOptions): Server {
  return createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on('error', () => client.destroy());
    serve(client, options).catch(() => client.destroy());
  });
}

export interface SocksServerOptions {
  readonly rules: AddressRules;
  /** Learns why connections fail; SOCKS itself tells the browser little. */
  readonly failures: ConnectionFailures;
  /** What `--host-resolver-rules` says. */
  readonly mappedHosts: string;
}

async function serve(client: Socket, options: SocksServerOptions): Promise<void> {
  const { failures } = options;
  const target = await readSocksTarget(client);
  try {
    const server = await connectTo(target, client, options);
    failures.clear(target);
    client.write(SOCKS_REPLY.succeeded);
    join(client, server);
  } catch (error) {
    failures.add(target, error instanceof RefusedAddressError ? error.message : netErrorOf(error));
    client.end(SOCKS_REPLY.hostUnreachable);
  }
}

async function connectTo(asked: HostAndPort, client: Socket, options: SocksServerOptions): Promise<Socket> {
  const { rules, mappedHosts } = options;
  const target = mapHost(asked, mappedHosts);
  const refusal = refuseHost(asked, rules) ?? refuseHost(target, rules);
  if (refusal !== undefined) throw new RefusedAddressError(refusal);
  const server = connect({
    ...target,
    lookup: checkedLookup(target.port, rules),
    allowHalfOpen: true,
    noDelay: true,
    // Node's own 250 ms are too short for a server on the other side of the world.
    autoSelectFamilyAttemptTimeout: 1_000,
  });
  client.once('close', () => server.destroy());
  await once(server, 'connect');
  return server;
}

/** What one side sends, ends or breaks off, the other side hears. */
function join(client: Socket, server: Socket): void {
  client.pipe(server).pipe(client);
  server.on('error', () => client.resetAndDestroy());
  server.once('close', () => client.destroySoon());
  client.on('error', () => server.resetAndDestroy());
}
