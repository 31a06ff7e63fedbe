import { Decision, type StepRequest, type StepWork } from './decision.ts';
import { conflict, ServiceError } from './service-error.ts';

/**
 * The decisions that acts wait for: one at a time for each act. A retry of a request gets the answer of the first;
 * another request is refused meanwhile.
 */
export class Decisions<Answer> {
  readonly #limits: { readonly agentName: string; readonly timeoutMs: number };
  readonly #pending = new Map<string, Decision<Answer>>();
  #isClosed = false;

  constructor(limits: { readonly agentName: string; readonly timeoutMs: number }) {
    this.#limits = limits;
  }

  /** The answer to a request for a step. @throws ServiceError, and what the work throws */
  async answer(request: StepRequest, work: StepWork<Answer>): Promise<Answer> {
    if (this.#isClosed) throw closing();
    const decision = this.#underWay(request) ?? this.#begin(request, work);
    decision.join(request);
    return await decision.answer;
  }

  /** Gives up the decisions of acts that cannot go on any more. */
  checkAll(): void {
    for (const decision of this.#pending.values()) decision.check();
  }

  /** Gives up everything; later requests are refused. */
  close(): void {
    this.#isClosed = true;
    for (const decision of this.#pending.values()) decision.giveUp(closing());
  }

  #underWay(request: StepRequest): Decision<Answer> | undefined {
    const { actId } = request;
    const decision = this.#pending.get(actId);
    if (decision === undefined || decision.isFor(request)) return decision;
    if (decision.isAwaited) {
      throw conflict({
        resourceType: 'Act',
        resourceId: actId,
        message: `Act ${actId} waits for the answer to another request. Ask for the next step when that has come.`,
      });
    }
    decision.giveUp(new Error('the client has asked anew'));
    return undefined;
  }

  #begin(request: StepRequest, work: StepWork<Answer>): Decision<Answer> {
    const { actId } = request;
    const decision: Decision<Answer> = new Decision({
      ...this.#limits,
      request,
      work,
      onEnd: () => {
        if (this.#pending.get(actId) === decision) this.#pending.delete(actId);
      },
    });
    this.#pending.set(actId, decision);
    return decision;
  }
}

function closing(): ServiceError {
  return new ServiceError({ name: 'InternalServerException', message: 'Local AWS is closing.' });
}
