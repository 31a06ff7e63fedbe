import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { MAX_PAYLOAD_BYTES } from '../contract/limits.ts';
import type { McpStdioServerOptions } from './mcp-tools-options.ts';
import { ServerProcesses } from './server-processes.ts';

/** The client's own, which finds programs as Windows does, such as `npx.cmd`. There are no process groups. */
export class WindowsTransport extends StdioClientTransport {
  #processes: ServerProcesses | undefined;
  #ending: Promise<void> | undefined;

  constructor({ command, args = [], env, cwd }: McpStdioServerOptions, onWords: (text: string) => void) {
    super({
      command,
      args: [...args],
      stderr: 'pipe',
      maxBufferSize: MAX_PAYLOAD_BYTES,
      ...(env !== undefined && { env: { ...env } }),
      ...(cwd !== undefined && { cwd }),
    });
    this.stderr?.on('data', (chunk: unknown) => onWords(String(chunk)));
  }

  override async start(): Promise<void> {
    await super.start();
    if (this.pid !== null) this.#processes = new ServerProcesses(this.pid, () => this.close());
  }

  override close(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#processes?.learn();
    await super.close();
    await this.#processes?.kill();
    this.#processes?.stopWatching();
  }

  killNow(): void {
    this.#processes?.killNow();
  }
}
