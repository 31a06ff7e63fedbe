import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { ContextTracing, findBrowser, TracingTakenError } from '../../lib/browser/index.ts';
import { zipEntries } from '../sdk/traces/browser/zip-entries.ts';

let folder: string;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'context-tracing-'));
  browser = await chromium.launch({ executablePath: findBrowser().executablePath, args: ['--no-sandbox'] });
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string): string => path.join(folder, `${name}.zip`);
const cut = (tracing: ContextTracing, to: string | undefined): Promise<void> =>
  tracing.cut({ file: to, isAfresh: false });
const marksIn = async (name: string): Promise<readonly string[]> => {
  const entries = await zipEntries(readFileSync(file(name)));
  return (
    entries
      .get('trace.trace')
      ?.toString()
      .match(/mark-\d/g) ?? []
  );
};

describe('a recording that the program has begun instead', () => {
  test.each([undefined, file])('is left alone, whether ours is kept or not', async (kept) => {
    const ours = await ContextTracing.start(context);
    const page = await context.newPage();
    await cut(ours, undefined);
    await context.tracing.stop();
    await context.tracing.start({ snapshots: true });
    await page.evaluate('"mark-1"');
    await expect(cut(ours, kept?.('ours'))).rejects.toThrow(/the program records the browser context itself/);
    expect(ours.isRecording).toBe(false);
    await page.evaluate('"mark-2"');
    await context.tracing.stop({ path: file('theirs') });
    expect(new Set(await marksIn('theirs'))).toEqual(new Set(['mark-1', 'mark-2']));
  });

  test('is left alone at the end', async () => {
    const ours = await ContextTracing.start(context);
    await context.tracing.stop();
    await context.tracing.start({ snapshots: true });
    await expect(ours.end({ file: file('end') })).rejects.toThrow(/which is left alone/);
    await context.tracing.stop({ path: file('theirs') });
  });

  test('is left alone between its chunks', async () => {
    const ours = await ContextTracing.start(context);
    await context.tracing.stop();
    await context.tracing.start({ snapshots: true });
    await context.tracing.stopChunk();
    await expect(cut(ours, file('ours'))).rejects.toThrow(/the program has stopped it/);
    await context.tracing.startChunk();
    await context.tracing.stop({ path: file('theirs') });
  });

  test('is left alone when it is a chunk of ours', async () => {
    const ours = await ContextTracing.start(context);
    await context.tracing.startChunk();
    await expect(cut(ours, file('ours'))).rejects.toThrow(/which is left alone/);
    await context.tracing.stop({ path: file('theirs') });
  });
});

describe('after one that was lost', () => {
  test.each([
    ['the program has stopped it', () => context.tracing.stop(), file],
    ['the program has stopped its chunk', () => context.tracing.stopChunk(), file],
    ['it cannot be written', async () => undefined, (name: string) => path.join('/dev/null', name)],
  ])('since %s, sessions and the program can record again', async (_, happens, to) => {
    const ours = await ContextTracing.start(context);
    await happens();
    await expect(cut(ours, to('ours'))).rejects.toThrow();

    const next = await ContextTracing.start(context);
    await expect(ContextTracing.start(context)).rejects.toThrow(new TracingTakenError(true));
    await next.end({ file: undefined });
    await context.tracing.start({});
    await context.tracing.stop();
  });
});
