import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.ts';

/** What a workflow has said of itself. */
export interface Told {
  readonly pid: number;
  readonly runId: string;
}

/** The file in which a workflow says how far it is: it works also when its process cannot answer any more. */
export class TellTale {
  readonly file: string;

  constructor(folder: string) {
    this.file = path.join(folder, 'told.jsonl');
  }

  /** Its process and its run, once they are there. */
  async run(withinMs = 20_000): Promise<Told> {
    const { pid, runId } = await this.#said((said) => typeof said.runId === 'string', withinMs);
    return { pid: Number(pid), runId: String(runId) };
  }

  /** Its browser is open, and its act begins. */
  async acting(withinMs = 30_000): Promise<void> {
    await this.#said((said) => said.acting === true, withinMs);
  }

  async #said(
    isIt: (said: Readonly<Record<string, unknown>>) => boolean,
    withinMs: number,
  ): Promise<Readonly<Record<string, unknown>>> {
    const found = await eventually(
      () => this.#lines().find(isIt),
      (said) => said !== undefined,
      withinMs,
    );
    if (found === undefined) throw new Error(`the workflow did not get as far within ${withinMs} ms`);
    return found;
  }

  #lines(): readonly Readonly<Record<string, unknown>>[] {
    try {
      return readFileSync(this.file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  }
}
