import { BlockList, isIP, isIPv4 } from 'node:net';
import { isLoopbackHost } from '../../core/loopback.ts';
import { type HostAndPort, hostMatches, splitPort } from './mapped-hosts.ts';
import { bareHost } from './refuse-address.ts';

/**
 * Which hosts a user's proxy is not for, in the language that browsers have for it: `example.com`, `.example.com`, `*.example.com`,
 * `example.com:8080`, `10.0.0.0/8`, `<local>` for names without a dot, `*`.
 *
 * @see https://chromium.googlesource.com/chromium/src/+/HEAD/net/docs/proxy.md#Proxy-bypass-rules
 */
export function bypasses(options: {
  readonly rules: readonly string[];
  /** Whether this machine is reached without the proxy though no rule says so. */
  readonly loopback: boolean;
}): (target: HostAndPort) => boolean {
  const rules = options.rules.map((rule) => rule.trim().toLowerCase()).filter((rule) => rule !== '');
  return ({ host, port }) => {
    const name = bareHost(host);
    if (options.loopback && isLoopbackHost(name)) return true;
    return rules.some((rule) => matches(rule.replace(/^[a-z]+:\/\//, ''), { host: name, port }));
  };
}

function matches(rule: string, { host, port }: HostAndPort): boolean {
  if (rule === '<local>') return !host.includes('.') && isIP(host) === 0;
  const [, network, bits] = /^([\da-f.:]+)\/(\d+)$/.exec(rule) ?? [];
  if (network !== undefined)
    return isIP(host) !== 0 && isIP(network) !== 0 && isWithin(host, network, Number(bits));
  const pattern = splitPort(isIP(rule) === 6 ? `[${rule}]` : rule);
  if (pattern.port !== undefined && pattern.port !== port) return false;
  return hostMatches(host, bareHost(pattern.host.startsWith('.') ? `*${pattern.host}` : pattern.host));
}

function isWithin(address: string, network: string, bits: number): boolean {
  const list = new BlockList();
  const familyOf = (text: string): 'ipv4' | 'ipv6' => (isIPv4(text) ? 'ipv4' : 'ipv6');
  if (bits > (isIPv4(network) ? 32 : 128)) return false;
  list.addSubnet(network, bits, familyOf(network));
  return list.check(address, familyOf(address));
}
