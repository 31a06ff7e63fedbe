import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createActuator, localBrowser } from '../../lib/browser/index.ts';
import { type PageServer, startPageServer } from './support/page-server.ts';

let server: PageServer;
beforeAll(async () => {
  server = await startPageServer();
});
afterAll(() => server.close());

test('without a folder, files are there until the browser is closed; what is under way then is canceled', async () => {
  const browser = await localBrowser({ onNotice: () => {} }).open();
  const actuator = createActuator({ browser, captureDom: false });
  server.route('/endless', (_request, response) => {
    const headers = {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename=endless.zip',
    };
    response.writeHead(200, headers).write('x');
  });
  server.route('/file', (_request, response) => {
    response.writeHead(200, { 'content-disposition': 'attachment; filename=temporary.csv' }).end('text');
  });
  await actuator.goTo(`${server.origin}/file`).catch(() => {});
  const file = await actuator.nextDownload({ timeoutMs: 5_000 });
  expect(existsSync(file.path)).toBe(true);
  await actuator.goTo(`${server.origin}/endless`).catch(() => {});
  await actuator.endDownloads();
  expect(actuator.downloads().map(({ state }) => state)).toEqual(['complete', 'canceled']);
  await browser.close();
  expect(existsSync(path.dirname(file.path))).toBe(false);
});
