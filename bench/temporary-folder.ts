import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that is gone with what is in it when it is disposed of. */
export class TemporaryFolder implements AsyncDisposable {
  readonly dir = mkdtempSync(path.join(tmpdir(), 'nova-act-bench-'));

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
