import { isRecord } from '../../core/is-record.ts';
import { UsageError } from '../usage-error.ts';

/** A runtime was called with a payload, and takes messages of MCP only. It has run nothing. */
export class SpeaksMcpError extends UsageError {
  constructor() {
    super({
      what: 'The runtime speaks MCP, and was called with a payload: nothing was run.',
      allowed: 'What a runtime speaks is known from the outputs of its stack; of an ARN it must be said.',
      fix: 'Add --protocol MCP, or give the name of the workflow with the outputs of its present deployment.',
    });
  }
}

/** A runtime was called as a tool, and takes payloads. It has run nothing. */
export class TakesPayloadsError extends UsageError {
  constructor() {
    super({
      what: 'The runtime speaks HTTP, and was called as a tool of MCP: nothing was run.',
      fix: 'Leave out --protocol MCP; if the outputs of the stack say MCP, deploy the workflow again.',
    });
  }
}

/**
 * Whether an answer is that of a server of MCP to what is no message of MCP: an error of JSON-RPC that is about no request. A host that
 * speaks HTTP answers nothing like it.
 *
 * @see https://www.jsonrpc.org/specification#response_object
 */
export function isRefusalOfMcp(answer: unknown): boolean {
  return (
    isRecord(answer) &&
    answer.jsonrpc === '2.0' &&
    isRecord(answer.error) &&
    (answer.id === null || answer.id === undefined)
  );
}
