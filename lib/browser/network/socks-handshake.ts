import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { HostAndPort } from './mapped-hosts.ts';

/**
 * Reads where a client of SOCKS 5 wants to go. It is asked for no password: the port serves nothing that its clients, all on
 * this machine, could not have without it.
 *
 * @throws when the client speaks something else.
 */
export async function readSocksTarget(client: Socket): Promise<HostAndPort> {
  const [version, methods = 0] = await take(client, 2);
  if (version !== VERSION) throw new Error('The client does not speak SOCKS 5.');
  await take(client, methods);
  client.write(Buffer.from([VERSION, NO_PASSWORD]));
  const [, command, , type] = await take(client, 4);
  if (command !== CONNECT) throw new Error('The client wants something else than a connection.');
  const host = await takeHost(client, type);
  const port = await take(client, 2);
  return { host: host.replace(/^\[|\]$/g, ''), port: port.readUInt16BE() };
}

const VERSION = 5;
const NO_PASSWORD = 0;
const CONNECT = 1;
const ADDRESS_TYPE = { ipv4: 1, name: 3, ipv6: 4 } as const;

/** Answers to the request; the address in them means nothing to browsers. */
export const SOCKS_REPLY = {
  succeeded: Buffer.from([VERSION, 0, 0, ADDRESS_TYPE.ipv4, 0, 0, 0, 0, 0, 0]),
  hostUnreachable: Buffer.from([VERSION, 4, 0, ADDRESS_TYPE.ipv4, 0, 0, 0, 0, 0, 0]),
} as const;

async function takeHost(client: Socket, type: number | undefined): Promise<string> {
  switch (type) {
    case ADDRESS_TYPE.ipv4:
      return (await take(client, 4)).join('.');
    case ADDRESS_TYPE.ipv6:
      return (await take(client, 16)).toString('hex').replace(/(.{4})(?=.)/g, '$1:');
    case ADDRESS_TYPE.name: {
      const [length = 0] = await take(client, 1);
      return (await take(client, length)).toString('latin1');
    }
    default:
      throw new Error('The client names its target in an unknown way.');
  }
}

async function take(client: Socket, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes: unknown = client.read(length);
    if (Buffer.isBuffer(bytes) && bytes.length === length) return bytes;
    if (bytes !== null || client.readableEnded || client.destroyed) throw new Error('The client has gone.');
    await once(client, 'readable');
  }
}
