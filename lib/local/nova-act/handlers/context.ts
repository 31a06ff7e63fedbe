/** What the handlers of operations work with. */

import type { Agent } from '../../../agents/agent.ts';
import type { OperationInput, OperationName, OperationResponse } from '../../../service/index.ts';
import type { NovaActStore } from '../store.ts';

/** One request, besides its input. */
export type RequestContext = {
  readonly store: NovaActStore;
  readonly decide: Agent;
  /** Region that the request was signed for. */
  readonly region: string;
  /** The SDK's id of the request, the same for its retries. */
  readonly invocationId?: string | undefined;
};

/** Answers one operation. The input has passed the checks of the model. */
export type Handler<Name extends OperationName> = (
  input: OperationInput<Name>,
  context: RequestContext,
) => OperationResponse<Name>;
