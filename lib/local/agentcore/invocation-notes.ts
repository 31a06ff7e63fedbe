import { rmSync } from 'node:fs';
import path from 'node:path';
import { namesIn, readIfThere, replaceFile } from '../../core/files.ts';
import { parseJson } from '../../core/json.ts';
import { isStoredInvocation, PRIVATE, type StoredInvocation } from '../invocation-store.ts';

/** A file for each invocation that is open, so that the next local AWS knows what a killed one has left. */
export class InvocationNotes {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  write(begun: StoredInvocation): void {
    replaceFile(this.#fileOf(begun), JSON.stringify(begun), PRIVATE);
  }

  remove(begun: StoredInvocation): void {
    rmSync(this.#fileOf(begun), { force: true });
  }

  /** What a former local AWS has left open. Files that are no notes are removed. */
  leftovers(): readonly StoredInvocation[] {
    return namesIn(this.#dir).flatMap((name) => {
      const file = path.join(this.#dir, name);
      const text = readIfThere(file);
      const begun = text === undefined ? undefined : parseJson(text);
      if (isStoredInvocation(begun)) return [begun];
      rmSync(file, { force: true, recursive: true });
      return [];
    });
  }

  #fileOf({ record }: StoredInvocation): string {
    // Hosts write records, too, and what they call a request must not lead elsewhere.
    return path.join(this.#dir, `${String(record.requestId).replace(/[^\w-]/g, '_')}.json`);
  }
}
