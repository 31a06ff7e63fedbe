import { portInLine } from '../../contract/host.ts';

const MAX_LINE_BYTES = 10_000;

/** Finds the port in the first line that the runtime host logs, whatever pieces the log arrives in. */
export class PortInLog {
  #text = '';
  #done = false;

  /** @returns the port, once */
  read(chunk: Uint8Array): number | undefined {
    if (this.#done) return undefined;
    this.#text += Buffer.from(chunk).toString('latin1');
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      const port = portInLine(line);
      if (port === undefined) continue;
      this.#done = true;
      return port;
    }
    this.#text = this.#text.slice(0, MAX_LINE_BYTES);
    return undefined;
  }
}
