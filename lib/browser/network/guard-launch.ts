import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { LaunchOptions } from 'playwright-core';
import { deferred } from '../../core/async.ts';
import type { ChainingServerOptions } from './chaining-server.ts';
import { ConnectionFailures } from './connection-failures.ts';
import { readOwnProxy } from './own-proxy.ts';
import type { AddressRules } from './refuse-address.ts';
import { socksServer } from './socks-server.ts';

/**
 * Puts a browser behind a proxy of ours before it starts, so that it can connect only where the rules allow it.
 *
 * @throws ActuationError when its arguments would lead around the proxy.
 */
export async function guardLaunch(given: {
  readonly launch: LaunchOptions;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly rules: AddressRules;
}): Promise<GuardedLaunch> {
  const { launch, environment, rules } = given;
  const { args, mappedHosts, ownProxy } = readOwnProxy({
    proxy: launch.proxy,
    args: launch.args ?? [],
    environment,
  });
  const failures = new ConnectionFailures();
  const guard = await listen(socksServer({ rules, failures, mappedHosts }));
  const server =
    ownProxy === undefined
      ? guard
      : await chain(guard, { rules, failures, ownProxy, guardUrl: guard.url.replace('socks5:', 'socks5h:') });
  return {
    launch: {
      ...launch,
      // Without this, media connections of pages go around every proxy.
      args: [...args, '--force-webrtc-ip-handling-policy=disable_non_proxied_udp'],
      proxy: {
        server: server.url,
        // Browsers leave loopback and link-local addresses to no proxy unless told so.
        bypass: '<-loopback>',
        ...(ownProxy?.username || ownProxy?.password
          ? { username: ownProxy.username, password: ownProxy.password }
          : {}),
      },
    },
    failures,
    close: server.close,
  };
}

export interface GuardedLaunch {
  readonly launch: LaunchOptions;
  readonly failures: ConnectionFailures;
  /** Ends the proxy with all connections through it. */
  readonly close: () => Promise<void>;
}

interface LoopbackServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function listen(server: Server): Promise<LoopbackServer> {
  const clients = new Set<Socket>();
  server.on('connection', (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
  });
  const { promise, resolve, reject } = deferred<void>();
  server.once('error', reject).listen(0, '127.0.0.1', resolve);
  await promise;
  // The browser keeps a program alive; its connections need not.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `socks5://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}

/** Loaded when it is needed: most browsers have no proxy of their own. */
async function chain(guard: LoopbackServer, options: ChainingServerOptions): Promise<LoopbackServer> {
  const { ChainingServer } = await import('./chaining-server.ts');
  const server = new ChainingServer(options);
  await server.listen();
  server.server.unref();
  return {
    url: `http://127.0.0.1:${server.port}`,
    async close() {
      await Promise.all([server.close(), guard.close()]);
    },
  };
}
