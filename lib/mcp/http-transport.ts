import {
  type JSONRPCMessage,
  ProtocolErrorCode,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';

/** The client's own, which otherwise waits for answers whose stream has ended without them. */
export class HttpTransport extends StreamableHTTPClientTransport {
  /** Asked when a stream has ended without an answer. */
  whyLost: () => Promise<Error | undefined> = async () => undefined;
  readonly #unanswered = new Set<string | number>();

  override async start(): Promise<void> {
    // The client has set it by now.
    const { onmessage } = this;
    this.onmessage = (message) => {
      if (!('method' in message) && message.id !== undefined) this.#unanswered.delete(message.id);
      onmessage?.(message);
    };
    await super.start();
  }

  override async send(
    message: JSONRPCMessage | JSONRPCMessage[],
    options: Parameters<StreamableHTTPClientTransport['send']>[1] = {},
  ): Promise<void> {
    if (Array.isArray(message) || !('method' in message && 'id' in message)) {
      await super.send(message, options);
      return;
    }
    const { id } = message;
    this.#unanswered.add(id);
    const onRequestStreamEnd = (): void => {
      options.onRequestStreamEnd?.();
      if (this.#unanswered.has(id)) void this.#giveUp(id);
    };
    try {
      await super.send(message, { ...options, onRequestStreamEnd });
    } catch (error) {
      this.#unanswered.delete(id);
      throw error;
    }
  }

  async #giveUp(id: string | number): Promise<void> {
    const message = (await this.whyLost())?.message ?? 'it ended its answer without a result';
    this.onmessage?.({ jsonrpc: '2.0', id, error: { code: ProtocolErrorCode.InternalError, message } });
  }
}

/** Whether a message that is sent asks for an answer. */
export function isRequest(body: unknown): boolean {
  const message: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
  return typeof message === 'object' && message !== null && 'method' in message && 'id' in message;
}
