/**
 * True for the name or number of this machine: `localhost` and names below it, 127.0.0.0/8, `::1` with or without
 * brackets. DNS is never asked.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}

/** True for a URL whose host is this machine. */
export function isLoopbackUrl(url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

/** True for the value of a `Host` header (host, and perhaps a port) that names this machine. */
export function isLoopbackAuthority(authority: string | undefined): boolean {
  if (authority === undefined || !/^[a-z0-9.:[\]-]+$/i.test(authority)) return false;
  return isLoopbackUrl(`http://${authority}`);
}

/**
 * True for a URL that leads to this machine under a name that no server of ours answers to: `localhost.`, names that
 * systems put into their list of hosts beside `localhost`, the address
 * that servers listen on (`0.0.0.0`, `[::]`), 127.0.0.0/8 written as IPv6. Whether it is loopback is for the resolver and
 * the system to say, so it is neither trusted as loopback nor as another machine.
 */
export function isUncertainLoopbackUrl(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return (
    /(^|\.)localhost\.$/.test(hostname) ||
    /^(ip6-localhost|ip6-loopback|localhost[46]?\.localdomain[46]?|localhost[46])\.?$/.test(hostname) ||
    hostname === '0.0.0.0' ||
    /^\[::(ffff:(7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0))?\]$/.test(hostname)
  );
}
