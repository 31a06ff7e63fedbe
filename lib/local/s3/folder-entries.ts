import { type Dirent, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ifThere } from '../../core/files.ts';
import { readName } from './key-names.ts';
import { compareKeys } from './key-order.ts';

/** What is in folders of buckets, in the order of keys. The last ones are kept: most lists are read page after page. */
export class FolderEntries {
  readonly #kept = new Map<string, { readonly modified: bigint; readonly entries: readonly FolderEntry[] }>();

  read(dir: string): readonly FolderEntry[] {
    const modified = modifiedNs(dir);
    const kept = this.#kept.get(dir);
    if (kept !== undefined && kept.modified === modified) return kept.entries;
    this.#kept.delete(dir);
    const { entries, areOfOneFolder } = readFolder(dir);
    // Clocks of file systems tick some times in a hundredth of a second: what was changed just now may change unseen.
    const isSettled = modified !== undefined && BigInt(Date.now() - SETTLED_AFTER_MS) * 1_000_000n > modified;
    if (isSettled && areOfOneFolder) this.#keep(dir, modified, entries);
    return entries.sort((a, b) => compareKeys(a.text, b.text));
  }

  /** Whether there is an object in a folder, at whatever depth. */
  hasFile(dir: string): boolean {
    const children = direntsOf(dir);
    return (
      children.some((child) => child.isFile() && readName(child.name) !== undefined) ||
      children.some((child) => child.isDirectory() && this.hasFile(path.join(dir, child.name)))
    );
  }

  #keep(dir: string, modified: bigint, entries: readonly FolderEntry[]): void {
    this.#kept.set(dir, { modified, entries });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT) return;
      this.#kept.delete(oldest);
    }
  }
}

/** An object, or a folder with objects in it. */
export interface FolderEntry {
  /** What its keys have here, of folders with `/` at the end. */
  readonly text: string;
  /** The path of the folder. */
  readonly folder?: string;
}

const MAX_KEPT = 8;
const SETTLED_AFTER_MS = 50;

function readFolder(dir: string): { readonly entries: FolderEntry[]; readonly areOfOneFolder: boolean } {
  const entries: FolderEntry[] = [];
  const beside: string[] = [];
  let areOfOneFolder = true;
  for (const child of direntsOf(dir)) {
    const part = readName(child.name);
    if (part === undefined) continue;
    const { text, kind } = part;
    if (child.isFile()) {
      if (kind === 'plain') entries.push({ text });
      else if (kind === 'beside') beside.push(text);
    } else if (child.isDirectory() && kind !== 'beside') {
      const folder = path.join(dir, child.name);
      if (kind === 'plain') {
        entries.push({ text: `${text}/`, folder });
      } else {
        areOfOneFolder = false;
        for (const entry of readFolder(folder).entries) entries.push({ ...entry, text: text + entry.text });
      }
    }
  }
  if (beside.length > 0) {
    const plain = new Set(entries.map(({ text }) => text));
    for (const text of beside) if (!plain.has(text)) entries.push({ text });
  }
  return { entries, areOfOneFolder };
}

function direntsOf(dir: string): readonly Dirent[] {
  return ifThere(() => readdirSync(dir, { withFileTypes: true })) ?? [];
}

function modifiedNs(dir: string): bigint | undefined {
  return ifThere(() => statSync(dir, { bigint: true }))?.mtimeNs;
}
