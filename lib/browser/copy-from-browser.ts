import { closeSync, openSync, writeSync } from 'node:fs';
import type { Browser, BrowserContext, CDPSession } from 'playwright-core';

/**
 * Copies a file of the machine that the browser runs on, to this one: what is given to a file input can be read by its
 * page, here a blank one that nobody else sees.
 * @throws when it is not there, or cannot be read.
 */
export async function copyFromBrowser(given: {
  readonly context: BrowserContext;
  /** Its path on the browser's machine. */
  readonly source: string;
  readonly target: string;
}): Promise<void> {
  const browser = given.context.browser();
  if (browser === null) throw new Error('the browser does not give its files');
  const target = openSync(given.target, 'wx', 0o600);
  try {
    await withBlankPage(browser, async (session) => {
      const input = await fileInput(session, given.source);
      for (let from = 0; ; from += CHUNK_BYTES) {
        const chunk = await read(session, input, from);
        // One that is not there has no bytes, either.
        if (from === 0 && chunk.length === 0) throw new Error('the browser has no such file, or it is empty');
        writeSync(target, chunk);
        if (chunk.length < CHUNK_BYTES) return;
      }
    });
  } finally {
    closeSync(target);
  }
}

const CHUNK_BYTES = 1024 * 1024;

async function withBlankPage(browser: Browser, work: (session: CDPSession) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await work(await context.newCDPSession(page));
  } finally {
    await context.close();
  }
}

/** @returns the object id of an input that has the file */
async function fileInput(session: CDPSession, file: string): Promise<string> {
  const expression = `Object.assign(document.createElement('input'), { type: 'file' })`;
  const { result } = await session.send('Runtime.evaluate', { expression });
  const { objectId } = result;
  if (objectId === undefined) throw new Error('the browser makes no file input');
  await session.send('DOM.setFileInputFiles', { objectId, files: [file] });
  return objectId;
}

async function read(session: CDPSession, objectId: string, from: number): Promise<Buffer> {
  const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: READ_AS_BASE64,
    arguments: [{ value: from }, { value: from + CHUNK_BYTES }],
    awaitPromise: true,
    returnByValue: true,
  });
  const value: unknown = result.value;
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  const reason = exceptionDetails?.exception?.description ?? exceptionDetails?.text ?? 'it has no content';
  throw new Error(`the file of the browser cannot be read: ${reason}`);
}

/** `String.fromCharCode` takes only so many arguments at once. */
const READ_AS_BASE64 = `async function (from, to) {
  const bytes = new Uint8Array(await this.files[0].slice(from, to).arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}`;
