import type { BrowserContext } from 'playwright-core';
import type { HostAndPort } from './mapped-hosts.ts';
import { bareHost } from './refuse-address.ts';

/**
 * Why connections of a browser failed. Behind a proxy the browser itself knows only that they did.
 */
export class ConnectionFailures {
  readonly #reasons = new Map<string, string>();

  /** @param reason words for a refused address; `net::ERR_…`, as the browser would say it, for others */
  add(target: HostAndPort, reason: string): void {
    const key = keyOf(target);
    this.#reasons.delete(key);
    this.#reasons.set(key, reason);
    const [oldest] = this.#reasons.keys();
    if (this.#reasons.size > MOST_REASONS && oldest !== undefined) this.#reasons.delete(oldest);
  }

  clear(target: HostAndPort): void {
    this.#reasons.delete(keyOf(target));
  }

  /** Why the last connection for a URL failed; undefined when it did not. */
  reasonFor(url: string): string | undefined {
    const target = targetOf(url);
    return target === undefined ? undefined : this.#reasons.get(keyOf(target));
  }
}

/** Where a URL leads; undefined when it has no host. */
export function targetOf(url: string): HostAndPort | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  const isSecure = protocol === 'https:' || protocol === 'wss:';
  return hostname === '' ? undefined : { host: hostname, port: Number(port) || (isSecure ? 443 : 80) };
}

const MOST_REASONS = 1000;

function keyOf({ host, port }: HostAndPort): string {
  return `${bareHost(host)}:${port}`;
}

const byContext = new WeakMap<BrowserContext, ConnectionFailures>();

export function rememberFailures(context: BrowserContext, failures: ConnectionFailures): void {
  byContext.set(context, failures);
}

export function failuresOf(context: BrowserContext): ConnectionFailures | undefined {
  return byContext.get(context);
}
