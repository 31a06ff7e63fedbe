import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../../lib/browser/index.ts';
import { StoreSource } from '../../../lib/local/viewer/index.ts';
import { MAX_REPORT_BYTES } from '../../../lib/viewer/pictures/picture-budget.ts';
import { PictureScaler } from '../../../lib/viewer/pictures/picture-scaler.ts';
import { reportPictures } from '../../../lib/viewer/pictures/report-pictures.ts';
import { runReport } from '../../../lib/viewer/run-report.ts';
import type { Picture, RunSource } from '../../../lib/viewer/run-source.ts';
import { addAct, addStep, DEFINITION, RUN, storeWithRun } from '../sample-store.ts';

let browser: OpenBrowser;
let page: Page;
let photograph: Picture;
beforeAll(async () => {
  browser = await localBrowser({ viewport: { width: 1280, height: 800 } }).open();
  page = browser.page();
  photograph = await drawn(1280, 800);
});
afterAll(async () => {
  await browser.close();
});

/** A picture that is hard to make small, as photographs are. */
async function drawn(width: number, height: number): Promise<Picture> {
  const base64 = await page.evaluate(
    async ([columns, rows]) => {
      const canvas = new OffscreenCanvas(columns, rows);
      const brush = canvas.getContext('2d');
      const pixels = new ImageData(columns, rows);
      for (let at = 0; at < pixels.data.length; at += 1)
        pixels.data[at] = at % 4 === 3 ? 255 : 90 + 60 * Math.sin(at / 997) + Math.random() * 70;
      brush?.putImageData(pixels, 0, 0);
      const bytes = new Uint8Array(
        await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer(),
      );
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    },
    [width, height] as const,
  );
  return { type: 'image/jpeg', bytes: Buffer.from(base64, 'base64') };
}

/** The same picture, unlike others for those who compare bytes. */
function copyOf({ type, bytes }: Picture): Picture {
  return { type, bytes: Buffer.concat([bytes, randomBytes(8)]) };
}

/** How large a browser shows it. */
async function sizeOf({
  type,
  bytes,
}: Picture): Promise<{ readonly width: number; readonly height: number }> {
  return await page.evaluate(
    async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return { width: image.naturalWidth, height: image.naturalHeight };
    },
    `data:${type};base64,${Buffer.from(bytes).toString('base64')}`,
  );
}

async function startScaler(): Promise<PictureScaler> {
  const scaler = await PictureScaler.start({ signal: AbortSignal.timeout(30_000) });
  if (scaler === undefined) throw new Error('There is no browser.');
  return scaler;
}

describe('a picture that is made smaller', () => {
  test('keeps its form, is as large as its room lets it be, and never larger than it was', async () => {
    await using scaler = await startScaler();
    const wide = await scaler.scale(photograph, 30_000);
    const tall = await scaler.scale(await drawn(400, 1600), 30_000);
    const tiny = await scaler.scale(await drawn(8, 5), 30_000);
    if (typeof wide === 'string' || typeof tall === 'string' || typeof tiny === 'string')
      throw new Error([wide, tall, tiny].join());
    expect([wide, tall, tiny].map(({ type }) => type)).toEqual(Array(3).fill('image/webp'));
    const sizes = [wide, tall].map(({ bytes }) => bytes.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(30_000);
    expect(Math.min(...sizes)).toBeGreaterThan(15_000);
    const { width, height } = await sizeOf(wide);
    expect(width).toBeGreaterThan(240);
    expect(width / height).toBeCloseTo(1.6, 1);
    const { width: narrow, height: high } = await sizeOf(tall);
    expect(high / narrow).toBeCloseTo(4, 1);
    expect(await sizeOf(tiny)).toEqual({ width: 8, height: 5 });
  });

  test('of strangers who mean harm is only its own loss', async () => {
    await using scaler = await startScaler();
    const bomb = Buffer.from(photograph.bytes);
    const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]));
    bomb.writeUInt16BE(65_000, frame + 5);
    bomb.writeUInt16BE(65_000, frame + 7);
    const hostile: readonly Picture[] = [
      { type: 'image/jpeg', bytes: bomb },
      { type: 'image/jpeg', bytes: photograph.bytes.slice(0, 300) },
      { type: 'image/webp', bytes: Buffer.from('RIFF\xff\xff\xff\xffWEBPVP8 ', 'latin1') },
      {
        type: 'image/png',
        bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="while(true);"/>'),
      },
      { type: 'image/png', bytes: randomBytes(50_000) },
      { type: 'image/png', bytes: Buffer.alloc(0) },
    ];
    const became: unknown[] = [];
    for (const picture of hostile) became.push(await scaler.scale(picture, 10_000));
    expect(became).toEqual(Array(hostile.length).fill('broken'));
    expect(await scaler.scale(photograph, 10_000)).toMatchObject({ type: 'image/webp' });
  });
});

test('a page that crashes under a picture is replaced for the next one', async () => {
  const opened = await localBrowser().open();
  await using scaler = await PictureScaler.start({
    signal: AbortSignal.timeout(30_000),
    browser: { kind: 'local', open: async () => opened },
  });
  if (scaler === undefined) throw new Error('There is no browser.');
  expect(await scaler.scale(photograph, 10_000)).toMatchObject({ type: 'image/webp' });
  const [, scaling] = opened.context.pages();
  const crashed = scaling?.waitForEvent('crash');
  void scaling?.goto('chrome://crash').catch(() => {});
  await crashed;
  expect(await scaler.scale(photograph, 10_000)).toBe('broken');
  expect(await scaler.scale(photograph, 10_000)).toMatchObject({ type: 'image/webp' });
});

describe('a run as one file', () => {
  test('of 15 acts with 75 large screenshots has less than 2 MB, and all of them', async () => {
    using sample = storeWithRun();
    for (let number = 0; number < 15; number += 1) {
      const actId = `33333333-3333-4333-8333-${String(number).padStart(12, '0')}`;
      const act = addAct(sample.store, { actId, status: 'SUCCEEDED', endedAt: '2026-03-01T09:00:12.000Z' });
      for (const callId of ['1', '2', '3', '4', '5'])
        addStep(sample.store, act, {
          calls: [{ callId, name: 'wait', input: [1] }],
          image: copyOf(photograph).bytes,
        });
    }
    const place = { definitionName: DEFINITION, runId: RUN };
    const began = performance.now();
    const report = (await runReport(new StoreSource(sample.store), place)) ?? '';
    const sourceBytes = photograph.bytes.length * 75;

    expect(sourceBytes).toBeGreaterThan(10 * MAX_REPORT_BYTES);
    expect(report.length).toBeLessThanOrEqual(MAX_REPORT_BYTES);
    // A machine with much else to do may run out of time, and says so; it must not run out of size.
    expect(performance.now() - began).toBeLessThan(26_000);
    if (!report.includes('would have taken too long')) expect(report.match(/<symbol /g)).toHaveLength(75);
  });

  test('that would take too long comes without what is missing', async () => {
    const source: Pick<RunSource, 'picture'> = { picture: async () => copyOf(photograph) };
    const place = { definitionName: DEFINITION, runId: RUN, sessionId: 's', actId: 'a' };
    const steps = Array.from({ length: 100 }, (_, index) => ({ number: index + 1, hasPicture: true }));
    const began = performance.now();
    const pictures = await reportPictures({
      source,
      acts: [{ place, isFailed: false, steps }],
      roomBytes: 1_000_000,
      timeoutMs: 2000,
    });
    expect(performance.now() - began).toBeLessThan(7000);
    expect(pictures.count('late')).toBeGreaterThan(0);
    expect(pictures.count('late') + pictures.sheet.size).toBe(100);
  });

  test('never needs more than one browser at a time', async () => {
    let open = 0;
    let most = 0;
    const startCounted: typeof PictureScaler.start = async (options) => {
      const scaler = await PictureScaler.start(options);
      open += 1;
      most = Math.max(most, open);
      const end = scaler?.[Symbol.asyncDispose].bind(scaler);
      return (
        scaler &&
        Object.assign(scaler, {
          [Symbol.asyncDispose]: async () => {
            await end?.();
            open -= 1;
          },
        })
      );
    };
    const place = { definitionName: DEFINITION, runId: RUN, sessionId: 's', actId: 'a' };
    const ask = (): ReturnType<typeof reportPictures> =>
      reportPictures({
        source: { picture: async () => copyOf(photograph) },
        acts: [{ place, isFailed: false, steps: [{ number: 1, hasPicture: true }] }],
        roomBytes: 50_000,
        startScaler: startCounted,
      });
    const all = await Promise.all([ask(), ask(), ask()]);
    expect([most, open]).toEqual([1, 0]);
    expect(all.map(({ sheet }) => sheet.size)).toEqual([1, 1, 1]);
  });
});
