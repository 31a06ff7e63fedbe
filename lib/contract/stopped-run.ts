import { isRecord } from '../core/is-record.ts';

/** Why a run was stopped, in one sentence: what the terminal, the record and the pages say alike. @param why such as `interrupted by SIGINT` */
export function stoppedRun(why: string): string {
  return `${STOPPED}: ${why}.`;
}

/** What the program that has started a host tells it, over Node's channel, before it sends SIGTERM: a signal says nothing of why. */
export interface StopMessage {
  readonly type: typeof STOP_TYPE;
  /** A sentence. */
  readonly reason: string;
}

/** Makes a {@link StopMessage}. */
export function stopMessage(reason: string): StopMessage {
  return { type: STOP_TYPE, reason };
}

/** The reason in a {@link StopMessage}; `undefined` for every other message. */
export function stopReasonIn(message: unknown): string | undefined {
  if (!isRecord(message) || message.type !== STOP_TYPE) return undefined;
  return typeof message.reason === 'string' ? message.reason : undefined;
}

/** Why a host ends everything that runs in it. @param why such as `SIGTERM received` */
export function endingHost(why: string): string {
  return `${ENDING}: ${why}.`;
}

/** Why nobody waits for an answer any more, for the person who was asked: signals and processes are nothing that one has to know. */
export function reasonForPeople(reason: string): string {
  return [STOPPED, ENDING].some((beginning) => reason.includes(`${beginning}:`)) ? `${STOPPED}.` : reason;
}

const STOP_TYPE = 'nova-act-runtime-stop';
const STOPPED = 'The run was stopped';
const ENDING = 'The runtime host is ending';
