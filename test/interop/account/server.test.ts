import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { accountServer, useAccountServer } from '../support/test-account.ts';

useAccountServer();

describe('the server', () => {
  test('listens on loopback and nowhere else', async () => {
    const port = Number(new URL(accountServer().url).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');

    expect(await accepts('127.0.0.1', port)).toBe(true);
    for (const { address } of others) {
      expect(await accepts(address, port)).toBe(false);
      // Of ministack's other listeners, the one that it has by default.
      expect(await accepts(address, 8883)).toBe(false);
    }
  });

  test('refuses switches that it does not know', async () => {
    const body = JSON.stringify({ account: '100000000000', failNext: 1 });

    const { status } = await fetch(`${accountServer().url}/_account/switches`, { method: 'POST', body });

    expect(status).toBe(400);
  });
});

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => resolve(false));
  });
}
