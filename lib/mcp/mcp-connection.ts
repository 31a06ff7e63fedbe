import {
  type Client,
  type Tool as McpTool,
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
} from '@modelcontextprotocol/client';
import { AgentRedirectError } from '../browser/index.ts';
import { abortable } from '../core/async.ts';
import { fullMessageOf, messageOf } from '../core/errors.ts';
import { ActMCPError } from '../sdk/errors.ts';
import { brokenProtocol } from './broken-protocol.ts';
import { resultText } from './result-text.ts';
import { type ServerEnd, withLastWords } from './server-end.ts';
import type { ServerName } from './server-name.ts';

/** An open connection, and the tools that its server had when it was opened. */
export class McpConnection {
  readonly name: ServerName;
  readonly tools: readonly McpTool[];
  readonly #client: Client;
  readonly #end: ServerEnd;
  readonly #callTimeoutMs: number;
  /** Of calls that are under way. */
  readonly #underWay = new Set<AbortController>();

  constructor(parts: {
    readonly client: Client;
    readonly end: ServerEnd;
    readonly name: ServerName;
    readonly tools: readonly McpTool[];
    readonly callTimeoutMs: number;
  }) {
    this.name = parts.name;
    this.tools = parts.tools;
    this.#client = parts.client;
    this.#end = parts.end;
    this.#callTimeoutMs = parts.callTimeoutMs;
    this.#client.onerror = (error) => void this.#check(error);
  }

  /**
   * Calls a tool. When the signal is aborted, the server is told so.
   *
   * @throws AgentRedirectError for what the agent can mend, ActMCPError for what it cannot
   */
  async call(tool: McpTool, input: Record<string, unknown>, signal: AbortSignal): Promise<unknown> {
    const lost = new AbortController();
    const limits = {
      signal: AbortSignal.any([signal, lost.signal]),
      timeout: this.#callTimeoutMs,
      // What the agent reads need not be what the server has promised; such a promise is not checked.
      toolDefinition: { name: tool.name, inputSchema: tool.inputSchema },
    };
    const { text, clean, cleanResult } = this.name;
    this.#underWay.add(lost);
    try {
      const call = this.#client.callTool({ name: tool.name, arguments: input }, limits);
      const result = await abortable(call, limits.signal);
      if (result.isError !== true) return cleanResult(resultText(result));
      throw new AgentRedirectError(clean(`The tool "${tool.name}" failed: ${String(resultText(result))}`));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AgentRedirectError) throw error;
      // As servers say it that have no results for errors.
      if (error instanceof ProtocolError && error.code === ProtocolErrorCode.InvalidParams) {
        throw new AgentRedirectError(clean(`The tool "${tool.name}" refused its input: ${messageOf(error)}`));
      }
      const reason = withLastWords(this.#explain(error), this.#end);
      throw new ActMCPError(clean(`Tool "${tool.name}" of ${text} failed: ${reason}`));
    } finally {
      this.#underWay.delete(lost);
    }
  }

  #explain(error: unknown): string {
    if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) {
      return `it did not answer within ${this.#callTimeoutMs} ms (callTimeoutMs).`;
    }
    return brokenProtocol(error) ?? this.#end.explain(error) ?? fullMessageOf(error);
  }

  /** Something is wrong with the connection. What that means for calls, the client does not always say. */
  async #check(error: Error): Promise<void> {
    if (this.#underWay.size === 0) return;
    const reason = await this.#end.lost(error);
    if (reason !== undefined) for (const call of this.#underWay) call.abort(reason);
  }

  /** Lets the server go; one that was started here is ended. Never throws. */
  close(): Promise<void> {
    return this.#end.close(this.#client);
  }
}
