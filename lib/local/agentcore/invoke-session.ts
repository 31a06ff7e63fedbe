import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { AgentCoreError } from './agent-core-error.ts';
import { explainAnswer, explainFailure, refusedBy, withLog } from './explain-failure.ts';
import { type ForwardedAnswer, type ForwardLimits, forward, readText } from './forward.ts';
import { KeptAnswer } from './kept-answer.ts';
import { KeptToolAnswer } from './kept-tool-answer.ts';
import { headersForProcess } from './model-headers.ts';
import type { OpenInvocations } from './open-invocations.ts';
import { recordedPayload } from './recorded-payload.ts';
import type { Session } from './session.ts';
import { watchAnswer } from './watch-answer.ts';

/**
 * Sends a call to the process of its session, and sees to it that the record of the invocation has an end.
 *
 * @returns the answer, which may still be coming
 * @throws AgentCoreError when there is none, or one that is not 2xx
 */
export async function invokeSession(call: {
  readonly session: Session;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly limits: ForwardLimits;
  readonly open: OpenInvocations;
}): Promise<Omit<ForwardedAnswer, 'body'> & { readonly body: Readable }> {
  const { session, requestId, headers, body, limits, open } = call;
  const protocol = session.runtime.serverProtocol;
  const recorded = recordedPayload(body, protocol);
  const invocation =
    recorded &&
    open.begin({
      identity: session.identity,
      sessionId: session.id,
      requestId,
      definitionName: session.runtime.definitionName,
      payload: recorded.payload,
      log: session.backend.logFile,
    });
  try {
    const answer = await forward({
      port: await session.backend.port(),
      protocol,
      headers: headersForProcess(headers, { sessionId: session.id, requestId, runtime: session.runtime }),
      payload: body,
      limits,
    });
    if (answer.status < 200 || answer.status >= 300) {
      const said = { status: answer.status, text: await readText(answer.body, 100_000) };
      if (invocation !== undefined) open.answered(invocation, refusedBy(said));
      throw new AgentCoreError('RuntimeClientError', withLog(explainAnswer(said), session));
    }
    const watched = watchAnswer(answer, {
      kept: recorded?.call
        ? new KeptToolAnswer(answer.contentType, recorded.call)
        : new KeptAnswer(answer.contentType),
      onAnswer: (kept) => {
        if (invocation === undefined) return;
        const outcome = kept.outcome();
        if ('acceptedAs' in outcome) open.accepted(invocation, outcome.acceptedAs);
        else open.answered(invocation, outcome);
      },
      onBroken: async (error) => {
        const end = await explainFailure({ error, session });
        if (invocation !== undefined) open.answered(invocation, end);
        return { ...end.error, message: withLog(end.error.message, session), requestId };
      },
    });
    return { ...answer, body: watched };
  } catch (error) {
    if (error instanceof AgentCoreError) throw error;
    const end = await explainFailure({ error, session });
    if (invocation !== undefined) open.answered(invocation, end);
    throw new AgentCoreError('RuntimeClientError', withLog(end.error.message, session));
  }
}
