import { createParser } from 'eventsource-parser';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { EVENT_STREAM_TYPE } from './events.ts';

/** Reads the answer to a request of MCP as it comes, in whatever pieces: one message of JSON-RPC, or a stream of them. */
export class McpReader {
  readonly #decoder = new TextDecoder();
  readonly #parser: ReturnType<typeof createParser> | undefined;
  readonly #onMessage: (message: Readonly<Record<string, unknown>>) => void;
  #text = '';

  constructor(options: {
    readonly contentType: string;
    /** Hears of every message: responses, and what is told meanwhile. */
    readonly onMessage: (message: Readonly<Record<string, unknown>>) => void;
  }) {
    this.#onMessage = options.onMessage;
    const isStream = options.contentType.toLowerCase().startsWith(EVENT_STREAM_TYPE);
    this.#parser = isStream ? createParser({ onEvent: ({ data }) => this.#handle(data) }) : undefined;
  }

  read(chunk: Uint8Array): void {
    const text = this.#decoder.decode(chunk, { stream: true });
    if (this.#parser === undefined) this.#text += text;
    else if (text !== '') this.#parser.feed(text);
  }

  /** After the last piece. */
  end(): void {
    if (this.#parser === undefined) this.#handle(this.#text);
  }

  #handle(text: string): void {
    const message = parseJson(text);
    if (isRecord(message) && message.jsonrpc === '2.0') this.#onMessage(message);
  }
}
