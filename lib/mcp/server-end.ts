import type { Client, Transport } from '@modelcontextprotocol/client';

/** The way to a server: what differs between one that is started here and one behind an address. */
export interface ServerEnd {
  readonly transport: Transport;
  /**
   * Asked when something is wrong with the connection while a call is under way: the client goes on waiting for an answer whose
   * stream has broken, also when nobody is there any more. `undefined` when the server is there, or the client knows by itself.
   */
  lost(error: Error): Promise<Error | undefined>;
  /** Why something failed, in words for the middle of a sentence; `undefined` when its message says it all. */
  explain(error: unknown): string | undefined;
  /** What the server said last beside its answers. */
  lastWords(): string;
  /** Lets the server go, and ends what was started here, as the protocol has it or at once. Never throws. */
  close(client: Client, how?: 'at once'): Promise<void>;
}

/** A sentence, and what the server said last. */
export function withLastWords(reason: string, end: ServerEnd): string {
  const words = end.lastWords();
  return `${reason.replace(/\.$/, '')}.${words === '' ? '' : ` Its last lines on stderr: ${words}`}`;
}
