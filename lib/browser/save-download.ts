import { randomUUID } from 'node:crypto';
import { chmodSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Download } from 'playwright-core';
import { numberedNames, safeFileName } from '../core/file-name.ts';
import { moveToFreeName, statIfThere } from '../core/files.ts';
import { copyFromBrowser } from './copy-from-browser.ts';

/**
 * Waits for a download and puts it into a folder, whole or not at all, for nobody else to read.
 * @throws when it breaks off, or cannot be written.
 */
export async function saveDownload(given: {
  readonly download: Download;
  readonly context: BrowserContext;
  readonly folder: string;
}): Promise<SavedFile> {
  const { download, context, folder } = given;
  const temporary = path.join(folder, `.${randomUUID()}.part`);
  try {
    await save(download, context, temporary);
    chmodSync(temporary, 0o600);
    const sizeBytes = statSync(temporary).size;
    const names = numberedNames(safeFileName(download.suggestedFilename()));
    const fileName = moveToFreeName(temporary, folder, names);
    return { fileName, path: path.join(folder, fileName), sizeBytes };
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A file that is complete. */
export interface SavedFile {
  readonly fileName: string;
  readonly path: string;
  readonly sizeBytes: number;
}

async function save(download: Download, context: BrowserContext, target: string): Promise<void> {
  try {
    await download.saveAs(target);
  } catch (error) {
    // Playwright looks for the file on this machine, where a browser that runs elsewhere has not put it.
    if ((await download.failure()) !== null) throw error;
    const source = await download.path();
    if (isThere(source) || isThere(target)) throw error;
    await copyFromBrowser({ context, source, target });
  }
}

function isThere(file: string): boolean {
  return statIfThere(file) !== undefined;
}
