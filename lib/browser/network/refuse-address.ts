import { BlockList, isIP, isIPv4 } from 'node:net';
import { isLoopbackHost } from '../../core/loopback.ts';

/**
 * Why the browser may not connect to an address; `undefined` when it may. Link-local and metadata addresses are refused
 * always, in each of their forms; what else of this machine is, the rules say.
 *
 * @param target.address an IP address in its usual text, perhaps with a zone
 */
export function refuseAddress(
  target: { readonly address: string; readonly port: number },
  rules: AddressRules,
): string | undefined {
  const address = target.address.split('%', 1)[0] ?? '';
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (isIP(address) === 0) return `${target.address} is no address`;
  if (METADATA.check(address, family)) {
    return `the address ${address} is refused: link-local and metadata addresses are closed to the browser`;
  }
  const isLoopback = LOOPBACK.check(address, family);
  if (rules.loopback && isLoopback) {
    return `the address ${address} is refused: the addresses of the container itself are closed to the browser`;
  }
  const { port } = target;
  if (rules.ports.includes(port) && (isLoopback || listOf(rules.ownAddresses()).check(address, family))) {
    return `port ${port} of ${address} is refused: it belongs to the program that runs the workflow, and is closed to the browser`;
  }
  return undefined;
}

/**
 * The same for a host as a URL has it, before it is resolved: addresses, names of this machine, and names that clouds
 * give to their metadata services. For other names the addresses that they resolve to decide.
 */
export function refuseHost(
  target: { readonly host: string; readonly port: number },
  rules: AddressRules,
): string | undefined {
  const host = bareHost(target.host);
  if (METADATA_NAMES.has(host)) {
    return `the name ${host} is refused: link-local and metadata addresses are closed to the browser`;
  }
  const address = isLoopbackHost(host) && isIP(host) === 0 ? '127.0.0.1' : literalAddress(host);
  return address === undefined ? undefined : refuseAddress({ address, port: target.port }, rules);
}

/** What of this machine the browser may not reach. */
export interface AddressRules {
  /** All loopback addresses. */
  readonly loopback: boolean;
  /** These ports on every address of this machine. */
  readonly ports: readonly number[];
  /** The addresses of this machine's network interfaces. */
  readonly ownAddresses: () => readonly string[];
}

/** A host name without brackets, zone of the root and capitals. */
export function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/** The address that a host is, in whatever form an IPv4 address may be written: decimal, octal, hexadecimal, short. */
function literalAddress(host: string): string | undefined {
  const plain = host.split('%', 1)[0] ?? '';
  if (isIP(plain) !== 0) return plain;
  const url = `http://${plain}/`;
  const normal = URL.canParse(url) ? new URL(url).hostname : '';
  return isIPv4(normal) ? normal : undefined;
}

/**
 * Prefixes of IPv6 addresses that end with an IPv4 address: mapped, compatible, translated, NAT64.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6052
 */
const CARRIERS = ['::ffff:', '::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'] as const;

/**
 * 169.254.0.0/16 has the instance and task metadata of Amazon and of most clouds, and the credentials of containers;
 * 168.63.129.16 and 100.100.100.200 are those of Azure and Alibaba Cloud.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 * @see https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 */
const METADATA = blockList({
  ipv4: ['169.254.0.0/16', '168.63.129.16/32', '100.100.100.200/32'],
  // Link-local, and the addresses at which Amazon offers in IPv6 what is at 169.254 in IPv4.
  ipv6: ['fe80::/10', 'fd00:ec2::/32'],
});

/** On Linux, connections to "any address" go to this machine. */
const LOOPBACK = blockList({ ipv4: ['127.0.0.0/8', '0.0.0.0/8'], ipv6: ['::1/128', '::/128'] });

/**
 * Names of metadata services. They are known by name too because behind a proxy of the user's nobody here sees the address.
 *
 * @see https://cloud.google.com/compute/docs/metadata/querying-metadata
 */
export const METADATA_NAMES: ReadonlySet<string> = new Set([
  'instance-data',
  'instance-data.ec2.internal',
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
]);

function listOf(addresses: readonly string[]): BlockList {
  const plain = addresses.map((address) => address.split('%', 1)[0] ?? '');
  return blockList({
    ipv4: plain.filter((address) => isIPv4(address)).map((address) => `${address}/32`),
    ipv6: plain.filter((address) => !isIPv4(address)).map((address) => `${address}/128`),
  });
}

/** Lists IPv4 subnets also in the forms in which IPv6 can carry them. */
function blockList(subnets: {
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}): BlockList {
  const list = new BlockList();
  for (const subnet of subnets.ipv4) {
    const [network = '', bits = ''] = subnet.split('/');
    const prefix = Number(bits);
    list.addSubnet(network, prefix, 'ipv4');
    const [a = 0, b = 0, c = 0, d = 0] = network.split('.').map(Number);
    const tail = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
    for (const carrier of CARRIERS) list.addSubnet(`${carrier}${tail}`, 96 + prefix, 'ipv6');
    // 6to4
    list.addSubnet(`2002:${tail}::`, 16 + prefix, 'ipv6');
  }
  for (const subnet of subnets.ipv6) {
    const [network = '', bits = ''] = subnet.split('/');
    list.addSubnet(network, Number(bits), 'ipv6');
  }
  return list;
}
