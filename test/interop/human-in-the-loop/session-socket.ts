import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { HEADER } from '../../../lib/contract/headers.ts';
import { run } from '../support/processes.ts';

/**
 * Stands where AgentCore has the WebSockets of sessions, which the account server lacks: it speaks TLS under the name of AgentCore, and
 * leads whoever comes with the path of a runtime to the host of a workflow. That the signature is right it does not know.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-websocket.html
 */
export async function startSessionSocket(name: string): Promise<SessionSocketServer> {
  const server = createServer(await certificateFor(name));
  const sockets = new WebSocketServer({ server });
  const came: URL[] = [];
  let hostUrl = '';
  sockets.on('connection', (person, { url = '', headers }) => {
    const address = new URL(url, `https://${headers.host}`);
    came.push(address);
    const { origin } = headers;
    const session = sessionIn(address) ?? '';
    // AgentCore tells the host which session it is.
    const host = new WebSocket(`${hostUrl}/ws`, {
      headers: { [HEADER.sessionId]: session },
      ...(origin !== undefined && { origin }),
    });
    const ready = new Promise((resolve) => host.once('open', resolve));
    person.on('message', (data) => void ready.then(() => host.send(String(data))));
    host.on('message', (data) => person.send(String(data)));
    host.on('close', () => person.close());
    host.on('error', () => person.close());
    person.on('close', () => host.close());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    came,
    leadTo: (url) => {
      hostUrl = url;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface SessionSocketServer extends AsyncDisposable {
  readonly port: number;
  /** The addresses that people came with. */
  readonly came: readonly URL[];
  /** @param url of a host, `ws://…` */
  leadTo(url: string): void;
}

/** The session that an address is for. */
export function sessionIn({ searchParams }: URL): string | undefined {
  return [...searchParams].find(([name]) => name.toLowerCase() === HEADER.sessionId)?.[1];
}

async function certificateFor(name: string): Promise<{ readonly key: Buffer; readonly cert: Buffer }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'session-socket-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  await run('openssl', ['req', ...made, '-subj', `/CN=${name}`, '-keyout', key, '-out', cert]);
  try {
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
