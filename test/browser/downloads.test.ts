import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { copyFromBrowser } from '../../lib/browser/copy-from-browser.ts';
import { TRACKER_LIMITS } from '../../lib/browser/settle/limits.ts';
import { type PageTracker, TRACKER_KEY } from '../../lib/browser/settle/tracked-facts.ts';
import { useSession } from './support/session.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'downloads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const session = useSession({ downloadsDir: path.join(folder, 'new', 'reports') });
const wait = { timeoutMs: 5_000 };

/** Serves an attachment, and gives a page with a link to it. */
function link(fileName: string, answer = 'a,b\n'): string {
  session.server.route('/file', (_request, response) => {
    const header = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
    response.writeHead(200, { 'content-type': 'text/csv', 'content-disposition': header }).end(answer);
  });
  return '<a id=go href="/file">file</a>';
}

async function click(html: string): Promise<void> {
  await session.show(html);
  session.actuator.takeNews();
  await session.actuator.perform({ name: 'agentClick', box: await session.box('#go'), clickType: 'left' });
}

describe('a file that a page offers', () => {
  test('is saved in the folder under a clean name, and told', async () => {
    await click(link('../../etc/.report.csv'));
    const file = await session.actuator.nextDownload(wait);
    expect(file).toEqual({
      state: 'complete',
      suggestedName: expect.stringContaining('report.csv'),
      url: `${session.server.origin}/file`,
      fileName: expect.stringMatching(/^[^./\\][^/\\]*report\.csv$/),
      path: path.join(folder, 'new', 'reports', file.fileName),
      sizeBytes: 4,
    });
    expect(readFileSync(file.path, 'utf8')).toBe('a,b\n');
    expect(statSync(file.path).mode & 0o077).toBe(0);
    expect(session.actuator.takeNews()).toEqual([
      {
        kind: 'download',
        text: `The download of "${file.fileName}" is complete (4 bytes).`,
        summary: 'A download is complete (4 bytes).',
      },
    ]);
  });

  test('never takes the place of another one', async () => {
    const taken = path.join(folder, 'new', 'reports', 'same.txt');
    writeFileSync(taken, 'mine');
    await click(link('same.txt'));
    const { fileName } = await session.actuator.nextDownload(wait);
    expect(fileName).toBe('same (1).txt');
    expect(readFileSync(taken, 'utf8')).toBe('mine');
  });

  test.each([
    ['made by the page', `URL.createObjectURL(new Blob(['made']))`],
    ['written in its link', `'data:text/plain,made'`],
  ])('may be %s', async (_name, address) => {
    await click(`<button id=go>b</button><script>go.onclick = () => {
      const a = document.createElement('a'); a.href = ${address}; a.download = 'made.txt'; a.click();
    }</script>`);
    const { path: file } = await session.actuator.nextDownload(wait);
    expect(readFileSync(file, 'utf8')).toBe('made');
  });

  test('is recorded, too, when its address is opened', async () => {
    link('opened.csv');
    await expect(session.actuator.goTo(`${session.server.origin}/file`)).rejects.toThrow('it is a download');
    expect((await session.actuator.nextDownload(wait)).fileName).toBe('opened.csv');
  });

  test('that breaks off is said to have failed, and leaves nothing', async () => {
    session.server.route('/file', (_request, response) => {
      response.writeHead(200, {
        'content-disposition': 'attachment; filename=broken.bin',
        'content-length': '999',
      });
      response.write('x');
      setTimeout(() => response.destroy(), 50);
    });
    await click('<a id=go href="/file">file</a>');
    await expect(session.actuator.nextDownload(wait)).rejects.toThrow(
      /^The download of "broken.bin" brought no file: /,
    );
    expect(session.actuator.downloads().at(-1)?.state).toBe('failed');
    expect(
      readdirSync(path.join(folder, 'new', 'reports')).filter((name) => /broken|part/.test(name)),
    ).toEqual([]);
  });

  test('that does not come is not waited for for ever', async () => {
    await expect(session.actuator.nextDownload({ timeoutMs: 50 })).rejects.toThrow(
      'There was no complete download within 0.05 s.',
    );
    expect(await session.actuator.allDownloads(wait)).toHaveLength(6);
  });
});

describe('a file of the machine that the browser runs on', () => {
  test('is copied byte by byte, though Playwright does not reach it', async () => {
    const source = path.join(folder, 'source.bin');
    const target = path.join(folder, 'target.bin');
    const content = randomBytes(2 * 1024 * 1024 + 1);
    writeFileSync(source, content);
    await copyFromBrowser({ context: session.browser.context, source, target });
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  test('that is not there is an error', async () => {
    const paths = { source: path.join(folder, 'none'), target: path.join(folder, 'none.part') };
    await expect(copyFromBrowser({ context: session.browser.context, ...paths })).rejects.toThrow(
      /no such file/,
    );
  });
});

describe('a page that offers a file counts as settled once the file is told', () => {
  const answerLater = (headers: Record<string, string>) => {
    session.server.route('/late', (_request, response) => {
      setTimeout(() => response.writeHead(200, headers).end('late'), 80);
    });
  };
  test.each([
    ['in its link', () => '<a id=go href="data:text/plain,late" download="late.txt">file</a>'],
    [
      'of a server that takes its time',
      () => {
        answerLater({ 'content-type': 'text/plain' });
        return '<a id=go href="/late" download="late.txt">file</a>';
      },
    ],
    [
      'as an attachment of such a server',
      () => {
        answerLater({ 'content-disposition': 'attachment; filename=late.txt' });
        return '<a id=go href="/late">file</a>';
      },
    ],
  ])('%s', async (_name, page) => {
    await click(page());
    await session.actuator.settle();
    await session.actuator.observe();
    const news = session.actuator.takeNews();
    // Once for all tests: what nobody has asked for is the next one of others.
    await session.actuator.nextDownload(wait);
    expect(news).toEqual([expect.objectContaining({ summary: 'A download is complete (4 bytes).' })]);
  });
});

test('a file does not shorten the wait for a document that was on its way before', async () => {
  session.server.route('/slow', () => {});
  await session.show('<a id=go href="data:text/plain,late" download="late.txt">file</a>');
  const given = { key: TRACKER_KEY, waitMs: TRACKER_LIMITS.downloadMs + 150 };
  const isLeaving = await session.page.evaluate(async ({ key, waitMs }) => {
    location.href = '/slow';
    document.querySelector<HTMLAnchorElement>('#go')?.click();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const facts = (Reflect.get(window, Symbol.for(key)) as PageTracker).look(0);
    return 'isLeaving' in facts && facts.isLeaving;
  }, given);
  await session.actuator.nextDownload(wait);
  expect(isLeaving).toBe(true);
});
