/** What the handlers of operations work with. */

import type { Agent } from '../../../agents/agent.ts';
import type { OperationInput, OperationName, OperationResponse } from '../../../service/index.ts';
import type { LiveSession } from '../../runtime-sessions.ts';
import type { Decisions } from '../decisions.ts';
import type { NovaActStore } from '../store.ts';

/** One request, besides its input. */
export type RequestContext = {
  readonly store: NovaActStore;
  readonly agent: Agent;
  readonly decisions: Decisions<OperationResponse<'InvokeActStep'>>;
  /** Whether a run of a definition that is not there makes it. */
  readonly definitionsOnDemand: boolean;
  /** Region that the request was signed for. */
  readonly region: string;
  /** The runtime session whose process makes the request; absent for other callers. */
  readonly caller?: LiveSession | undefined;
  /** Whether a definition that is there is to be changed: a deployment of templates asks for it. */
  readonly replaces: boolean;
  /** The SDK's id of the request, the same for its retries. */
  readonly invocationId?: string | undefined;
  /** Calls the listener once if the client hangs up before it has its answer. */
  readonly onHangUp: (listener: () => void) => void;
};

/** Answers one operation. The input has passed the checks of the model. */
export type Handler<Name extends OperationName> = (
  input: OperationInput<Name>,
  context: RequestContext,
) => OperationResponse<Name> | Promise<OperationResponse<Name>>;
