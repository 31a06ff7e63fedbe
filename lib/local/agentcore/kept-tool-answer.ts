import type { McpToolCall } from '../../contract/mcp.ts';
import { McpReader } from '../../contract/mcp-reader.ts';
import { recordedValue } from '../../contract/recorded-value.ts';
import { type ToolOutcome, toolOutcome, UNCLEAR } from '../../contract/tool-outcome.ts';
import type { InvocationEnd } from './completed-record.ts';
import type { AnswerKeeper } from './watch-answer.ts';

/**
 * What a record needs of the answer to a call of a tool. That it came says nothing: the response in it tells whether the workflow
 * has succeeded, and one without it is no success.
 */
export class KeptToolAnswer implements AnswerKeeper {
  /** Clients of MCP know no such event. */
  readonly endsWithErrorEvent = false;
  readonly #reader: McpReader;
  #outcome: ToolOutcome | undefined;

  constructor(contentType: string, { id }: McpToolCall) {
    this.#reader = new McpReader({
      contentType,
      onMessage: (message) => {
        this.#outcome ??= toolOutcome(message, id);
      },
    });
  }

  add(chunk: Uint8Array): void {
    this.#reader.read(chunk);
  }

  outcome(): InvocationEnd | { readonly acceptedAs: string } {
    this.#reader.end();
    const outcome = this.#outcome ?? { error: { name: UNCLEAR, message: NO_RESPONSE } };
    if ('runsOn' in outcome) return { acceptedAs: outcome.runsOn.id };
    if ('error' in outcome) return { status: 'FAILED', error: outcome.error };
    return { status: 'SUCCEEDED', result: recordedValue(outcome.result, []).value };
  }
}

const NO_RESPONSE = 'The answer has no response to the call: what became of the workflow is not known.';
