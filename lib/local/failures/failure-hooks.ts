import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failingAnswer } from './failing-answer.ts';
import type { FailingOperation, FailureRule } from './failure.ts';
import { FailurePolicy } from './failure-policy.ts';
import { operationOf } from './operation-of.ts';

/**
 * Lets calls of a server fail on demand. Add them before the routes. Requests that would be refused anyway (unsigned, of
 * foreign origin) are refused as ever; nothing fails any more once the server closes.
 */
export class FailureHooks {
  #policy: FailurePolicy;
  readonly #closing = new AbortController();
  /** Calls whose answer is to be lost. */
  readonly #losing = new WeakMap<FastifyRequest, 'cut-after' | 'cut-midway'>();
  readonly #hanging = new Set<Socket>();

  constructor(app: FastifyInstance, rules: readonly FailureRule[]) {
    this.#policy = new FailurePolicy(rules);
    // After the body has been read, so that the caller can send it whole, and after the checks of each service.
    app.addHook('preHandler', async (request, reply) => {
      const operation = this.#closing.signal.aborted ? undefined : operationOf(request);
      const rule = operation && this.#policy.next(operation);
      return rule && this.#failBefore({ rule, operation, request, reply });
    });
    app.addHook('onSend', async (request, reply, payload) => {
      const lost = this.#losing.get(request);
      return lost === undefined ? payload : await loseAnswer(lost, reply, payload);
    });
    app.addHook('preClose', async () => {
      this.#closing.abort();
      for (const socket of this.#hanging) socket.destroy();
    });
  }

  /** Other rules from now on; calls are counted from the beginning. */
  set(rules: readonly FailureRule[]): void {
    this.#policy = new FailurePolicy(rules);
  }

  /** What happens instead of handling the call, or before it. */
  async #failBefore(call: {
    readonly rule: FailureRule;
    readonly operation: FailingOperation;
    readonly request: FastifyRequest;
    readonly reply: FastifyReply;
  }): Promise<FastifyReply | undefined> {
    const { rule, operation, request, reply } = call;
    const { socket } = request.raw;
    switch (rule.kind) {
      case 'slow':
        // Cut short by the end of the server, and handled then.
        await pause(rule.delayMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
        return undefined;
      case 'hang':
        this.#hanging.add(socket);
        socket.once('close', () => this.#hanging.delete(socket));
        return reply.hijack();
      case 'cut-before':
        socket.destroy();
        return reply.hijack();
      case 'cut-after':
      case 'cut-midway':
        this.#losing.set(request, rule.kind);
        return undefined;
    }
    const answer = failingAnswer(rule, operation);
    return answer && reply.code(answer.status).headers(answer.headers).send(answer.body);
  }
}

/** Closes the connection instead of sending the answer, or in the middle of it. Never settles: nothing is left to send. */
async function loseAnswer(
  lost: 'cut-after' | 'cut-midway',
  reply: FastifyReply,
  payload: unknown,
): Promise<never> {
  const { socket } = reply.request.raw;
  const begin = lost === 'cut-midway' ? await beginningOf(payload) : undefined;
  if (payload instanceof Readable) payload.destroy();
  if (begin === undefined) {
    socket.destroy();
  } else {
    const { bytes, ofBytes } = begin;
    const length = ofBytes === undefined ? {} : { 'content-length': ofBytes };
    reply.raw.writeHead(reply.statusCode, { ...asNodeHeaders(reply), ...length });
    reply.raw.write(bytes, () => socket.destroy());
  }
  return await new Promise<never>(() => {});
}

/** Half of an answer, or the first part of a stream; `undefined` when it has no middle. */
async function beginningOf(
  payload: unknown,
): Promise<{ readonly bytes: Buffer; readonly ofBytes?: number } | undefined> {
  if (payload instanceof Readable) {
    for await (const chunk of payload) return { bytes: Buffer.from(chunk) };
    return undefined;
  }
  const whole = typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.from(payload) : undefined;
  if (whole === undefined || whole.length < 2) return undefined;
  return { bytes: whole.subarray(0, Math.floor(whole.length / 2)), ofBytes: whole.length };
}

function asNodeHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}
