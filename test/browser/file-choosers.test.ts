import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { useSession } from './support/session.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'choosers-'));
const file = path.join(folder, 'a.txt');
writeFileSync(file, 'text');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const session = useSession({ allowedFileUploadPaths: [`${folder}/*`], hasWindow: async () => true });

async function click(selector: string): Promise<unknown> {
  const box = await session.box(selector);
  return await session.actuator.perform({ name: 'agentClick', box, clickType: 'left' });
}

async function type(selector: string, value: string): Promise<unknown> {
  const box = await session.box(selector);
  return await session.actuator.perform({ name: 'agentType', box, value, pressEnter: false });
}

/** Clicks, and waits until the agent is told of a chooser: by the click itself, or later. */
async function openChooser(): Promise<void> {
  const told = await click('#go').then(
    () => false,
    (error: unknown) => /file chooser/.test(String(error)),
  );
  while (!told && session.actuator.takeNews().every(({ kind }) => kind !== 'file-chooser')) await sleep(20);
}

const page = (delayMs: number): string => `<p id=out>none</p><input id=field><button id=other>other</button>
  <button id=go onclick="setTimeout(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.onchange = () => { out.textContent = input.files[0].name };
    input.click();
  }, ${delayMs})">Upload</button>`;

describe('a file chooser', () => {
  test.each([0, 200])('that opens %i ms after the click waits for the file', async (delayMs) => {
    const shown = await session.show(page(delayMs));
    await openChooser();
    await expect(type('#go', '/etc/hostname')).rejects.toThrow(/may not be uploaded/);
    expect(await type('#go', file)).toBeNull();
    await shown.waitForFunction(`out.textContent === 'a.txt'`, null, { timeout: 2000 });
    expect(session.actuator.takeNews()).toEqual([]);
  });

  test('does not keep text from fields, and takes a file anywhere else', async () => {
    const shown = await session.show(page(1));
    await openChooser();
    await type('#field', 'words');
    expect(await shown.inputValue('#field')).toBe('words');
    expect(await type('#out', file)).toBeNull();
    await shown.waitForFunction(`out.textContent === 'a.txt'`, null, { timeout: 2000 });
  });

  test('is met by the typing that opens it, even if it comes late', async () => {
    const shown = await session.show(page(80));
    expect(await type('#go', file)).toBeNull();
    await shown.waitForFunction(`out.textContent === 'a.txt'`, null, { timeout: 2000 });
    expect(session.actuator.takeNews()).toEqual([]);
  });

  test('is forgotten when the agent clicks elsewhere', async () => {
    await session.show(page(20));
    await openChooser();
    await click('#other');
    await expect(type('#other', file)).rejects.toThrow(/takes text/);
  });

  test('is left to a program that waits for it', async () => {
    const shown = await session.show(page(20));
    const waiting = shown.waitForEvent('filechooser');
    await click('#go');
    await (await waiting).setFiles(file);
    expect(await shown.textContent('#out')).toBe('a.txt');
    expect(session.actuator.takeNews()).toEqual([]);
  });
});

test('while a person has the browser and sees its windows, choosers are theirs', async () => {
  const shown = await session.show(page(1));
  const hands = session.actuator.handOver();
  await sleep(50);
  await shown.click('#go');
  await sleep(200);
  expect(session.actuator.takeNews()).toEqual([]);
  hands[Symbol.dispose]();
  await openChooser();
  expect(await type('#go', file)).toBeNull();
  await shown.waitForFunction(`out.textContent === 'a.txt'`, null, { timeout: 2000 });
});
