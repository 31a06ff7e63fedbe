/**
 * What `--host-resolver-rules` says, for a browser that leaves resolving to its proxy: `MAP pattern host[:port]`,
 * `EXCLUDE pattern`, separated by commas; `*` stands for any text.
 */
export function mapHost(target: HostAndPort, rules: string): HostAndPort {
  const words = rules.split(',').map((rule) => rule.trim().split(/\s+/));
  const matches = (pattern: string | undefined): boolean => hostMatches(target.host, pattern ?? '');
  if (words.some(([verb, pattern]) => verb?.toUpperCase() === 'EXCLUDE' && matches(pattern))) return target;
  const replacement = words.find(([verb, pattern]) => verb?.toUpperCase() === 'MAP' && matches(pattern))?.[2];
  if (replacement === undefined) return target;
  const { host, port = target.port } = splitPort(replacement);
  return { host, port };
}

/** Host and port of `host`, `host:port`, `[address]:port`. */
export function splitPort(text: string): { readonly host: string; readonly port: number | undefined } {
  const [, host = text, port] = /^(.+?)(?::(\d+))?$/.exec(text) ?? [];
  return { host, port: port === undefined ? undefined : Number(port) };
}

/** Whether a host matches a pattern in which `*` stands for any text. */
export function hostMatches(host: string, pattern: string): boolean {
  const literal = pattern.toLowerCase().split('*');
  const expression = literal.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  return new RegExp(`^${expression}$`).test(host.toLowerCase());
}

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}
