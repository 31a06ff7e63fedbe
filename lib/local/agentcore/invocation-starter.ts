import { randomUUID } from 'node:crypto';
import { asyncEnvelope } from '../../contract/envelope.ts';
import { ExplainedError } from '../../core/errors.ts';
import { JSON_TYPE } from '../../core/media-types.ts';
import type { StoredInvocation } from '../invocation-store.ts';
import type { DataPlane } from './data-plane.ts';
import { invokeSession } from './invoke-session.ts';
import { runtimeOfInvocation } from './runtime-of-invocation.ts';

/**
 * Starts invocations that are on record once more, in a new session of the runtime as it is deployed now. Nobody waits for the
 * answer, so they are called as with `invoke --async`: they have as much time as workflows may have.
 */
export class InvocationStarter {
  #plane: DataPlane | undefined;

  /** What invocations are started on, as soon as it is there. */
  attach(plane: DataPlane): void {
    this.#plane = plane;
  }

  /**
   * @returns the id of its request: the record is there from the beginning
   * @throws ExplainedError when it cannot be started
   */
  async again(invocation: StoredInvocation, payload: unknown): Promise<string> {
    const plane = this.#plane;
    if (plane === undefined) throw new ExplainedError('Local AWS is still starting. Try again in a moment.');
    const { registry, sessions, throttle, ledger, limits, endpointUrl } = plane;
    const runtime = runtimeOfInvocation(invocation, registry.listStored());
    if (!throttle.take(`${runtime.arn}:${runtime.endpointName}`))
      throw new ExplainedError('Too many invocations were started at once. Try again in a moment.');
    const requestId = randomUUID();
    const session = await sessions.open({ runtime, sessionId: randomUUID(), endpointUrl: endpointUrl() });
    const endRequest = session.beginRequest();
    const answering = invokeSession({
      session,
      requestId,
      headers: { 'content-type': JSON_TYPE, accept: JSON_TYPE },
      body: Buffer.from(asyncEnvelope(Buffer.from(JSON.stringify(payload)))),
      limits,
      open: ledger.open,
    });
    // However it goes: it is on record, where the page of the invocation reads it.
    void answering
      .then(async ({ body }) => {
        for await (const _ of body);
      })
      .catch(() => {})
      .finally(endRequest);
    return requestId;
  }
}
