import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from '@jest/globals';
import { jsonLogger, type RuntimeServer, serve } from '../../lib/runtime/index.ts';

setFlagsFromString('--expose-gc');
const gc: () => void = runInNewContext('gc');

const servers: RuntimeServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close({ graceMs: 0 })));
});

const BYTES = 1_000_000;
const COUNT = 40;

test.each(['application/json', 'text/event-stream'])(
  'what a host has answered (%s) it keeps nothing of',
  async (accept) => {
    const logger = jsonLogger({ level: 'error', write: () => undefined });
    const main = ({ index }: { index: number }): string => String(index).padEnd(BYTES, 'x');
    const server = await serve({
      main: (payload) => main(payload as { index: number }),
      host: '127.0.0.1',
      port: 0,
      logger,
    });
    servers.push(server);
    const invoke = async (index: number): Promise<void> => {
      const url = `http://127.0.0.1:${server.port}/invocations`;
      const body = JSON.stringify({ index });
      const response = await fetch(url, { method: 'POST', headers: { accept }, body });
      expect(response.status).toBe(200);
      expect((await response.text()).length).toBeGreaterThan(BYTES);
    };
    const bytesKept = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      gc();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };

    for (let index = 0; index < 5; index += 1) await invoke(index);
    const before = await bytesKept();
    for (let index = 0; index < COUNT; index += 1) await invoke(index);

    expect((await bytesKept()) - before).toBeLessThan((COUNT * BYTES) / 4);
  },
);
