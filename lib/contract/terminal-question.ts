import { isRecord } from '../core/is-record.ts';
import type { HumanRequestKind } from './progress.ts';

/** What somebody at a terminal is told of a question of the agent. */
export interface TerminalRequest {
  readonly requestId: string;
  readonly kind: HumanRequestKind;
  readonly message: string;
  readonly url: string;
  readonly definitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/** What a workflow's process without a terminal tells the command that has started it, over Node's channel. */
export type QuestionNews =
  | { readonly type: 'nova-act-ask'; readonly request: TerminalRequest }
  | { readonly type: 'nova-act-withdraw'; readonly requestId: string; readonly reason: string };

/** What the command tells the process: the answer, or why there is none. */
export interface QuestionAnswer {
  readonly type: 'nova-act-answer';
  readonly requestId: string;
  readonly answer: boolean | string;
}

/** `undefined` for every other message. Dates are texts on the way. */
export function questionNewsIn(message: unknown): QuestionNews | undefined {
  if (!isRecord(message)) return undefined;
  const { type, request, requestId, reason } = message;
  if (type === 'nova-act-withdraw' && typeof requestId === 'string' && typeof reason === 'string')
    return { type, requestId, reason };
  if (type !== 'nova-act-ask' || !isRecord(request)) return undefined;
  const { kind, expiresAt, ...rest } = request;
  if (!isTexts(rest) || (kind !== 'approve' && kind !== 'takeOver')) return undefined;
  return { type, request: { ...rest, kind, expiresAt: new Date(String(expiresAt)) } };
}

/** `undefined` for every other message, and for answers to other questions. */
export function answerIn(message: unknown, requestId: string): boolean | string | undefined {
  if (!isRecord(message) || message.type !== 'nova-act-answer') return undefined;
  const { answer } = message;
  const isKnown = typeof answer === 'boolean' || typeof answer === 'string';
  return message.requestId === requestId && isKnown ? answer : undefined;
}

type Texts = Omit<TerminalRequest, 'kind' | 'expiresAt'>;

function isTexts(value: object): value is Texts {
  return TEXTS.every((key) => typeof Reflect.get(value, key) === 'string');
}

const TEXTS = [
  'requestId',
  'message',
  'url',
  'definitionName',
  'workflowRunId',
  'sessionId',
] as const satisfies readonly (keyof Texts)[];
