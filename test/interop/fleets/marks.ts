import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../../faults/eventually.ts';

/** A folder where runs of the workflow mark when they begin and end. */
export class Marks implements Disposable {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'marks-'));

  /** Waits until an item has begun. @returns the id of its process */
  async processOf(number: number): Promise<number> {
    const read = () => this.of(number).find(({ what }) => what === 'begin')?.pid;
    const pid = await eventually(read, (found) => found !== undefined, 60_000);
    if (pid === undefined) throw new Error(`The item ${number} has not begun.`);
    return pid;
  }

  /** Kills the process of an item that runs, which cannot mark its end any more. */
  async kill(number: number): Promise<void> {
    const pid = await this.processOf(number);
    process.kill(pid, 'SIGKILL');
    appendFileSync(this.#file(number), `killed ${pid} ${Date.now()}\n`);
  }

  /** How often each item was begun. */
  begun(): Readonly<Record<number, number>> {
    const counted = this.#numbers().map((number) => {
      const begun = this.of(number).filter(({ what }) => what === 'begin');
      return [number, begun.length];
    });
    return Object.fromEntries(counted);
  }

  /** Items of which two runs were under way at the same time. */
  overlapping(): readonly number[] {
    return this.#numbers().filter((number) => {
      const open = new Set<number>();
      return this.of(number).some(({ what, pid }) => {
        if (what !== 'begin') return !open.delete(pid);
        open.add(pid);
        return open.size > 1;
      });
    });
  }

  /** The most items that were under way at the same time. */
  atATime(): number {
    const all = this.#numbers().flatMap((number) => this.of(number));
    const ends = (what: string): number => (what === 'begin' ? 1 : -1);
    let [now, most] = [0, 0];
    for (const { what } of all.sort((a, b) => a.atMs - b.atMs || ends(a.what) - ends(b.what))) {
      now += ends(what);
      most = Math.max(most, now);
    }
    return most;
  }

  /** What an item has marked, oldest first. */
  of(number: number): readonly Mark[] {
    const lines = this.#read(number).split('\n').slice(0, -1);
    return lines.map((line) => {
      const [what = '', pid, atMs] = line.split(' ');
      return { what, pid: Number(pid), atMs: Number(atMs) };
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #read(number: number): string {
    return readdirSync(this.folder).includes(`${number}.marks`)
      ? readFileSync(this.#file(number), 'utf8')
      : '';
  }

  #numbers(): readonly number[] {
    return readdirSync(this.folder).map((name) => Number.parseInt(name, 10));
  }

  #file(number: number): string {
    return path.join(this.folder, `${number}.marks`);
  }
}

interface Mark {
  readonly what: string;
  readonly pid: number;
  readonly atMs: number;
}
