import { isRecord } from '../core/is-record.ts';
import { knownSecrets } from './known-secrets.ts';
import type { PageNewsKind } from './page-news.ts';
import type { Answerer } from './question.ts';

/**
 * What happens while a workflow runs, as values. `type` names the thing, `phase` what became of it.
 * Prompts and page content are left out on purpose: progress is meant for logs and streams.
 */
export type ProgressEvent =
  | {
      readonly type: 'run';
      readonly phase: 'started' | 'ended';
      readonly definitionName: string;
      readonly workflowRunId: string;
      readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
      /** False at the end when the service could not be told: the run may stay RUNNING there. */
      readonly reported?: false | undefined;
      /** At the end: which traces of acts are not where they should be, and why; absent when all are. The first 100. */
      readonly unstored?: readonly string[] | undefined;
    }
  | {
      readonly type: 'session';
      readonly phase: 'started' | 'ended';
      readonly workflowRunId: string;
      readonly sessionId: string;
    }
  | {
      readonly type: 'act';
      /** `paused` when it stands still because its program says so, `resumed` when it goes on. */
      readonly phase: 'started' | 'paused' | 'resumed' | 'ended';
      readonly workflowRunId: string;
      readonly sessionId: string;
      readonly actId: string;
      readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
      /** Steps so far. */
      readonly stepCount: number;
      /** Name of the error class when the act failed. */
      readonly errorName?: string | undefined;
      /** False at the end when the service could not be told: the act may stay RUNNING there. */
      readonly reported?: false | undefined;
    }
  | {
      readonly type: 'step';
      readonly workflowRunId: string;
      readonly sessionId: string;
      readonly actId: string;
      /** 1 for the first step of the act. */
      readonly stepNumber: number;
      /** Names of the calls the service asked for, in order. */
      readonly calls: readonly string[];
      /** Time the service took, in milliseconds. */
      readonly serverTimeMs: number;
    }
  | {
      /** What an action met, or the page did by itself. */
      readonly type: 'page';
      readonly kind: PageNewsKind;
      readonly workflowRunId: string;
      readonly sessionId: string;
      /** The act under way; absent between acts. */
      readonly actId?: string | undefined;
      /** One sentence, without what the page says. */
      readonly message: string;
    }
  | {
      /** A person is asked, on behalf of the agent. */
      readonly type: 'human';
      /** `withdrawn`: nobody waits for the answer any more, because the act ends for another reason. */
      readonly phase: 'asked' | 'answered' | 'expired' | 'withdrawn';
      readonly kind: HumanRequestKind;
      readonly workflowRunId: string;
      readonly sessionId: string;
      readonly actId: string;
      readonly requestId: string;
      /** When nobody waits for the answer any more, at the latest: an ISO date; said when it is asked. */
      readonly expiresAt?: string | undefined;
      /** How long the person has been asked so far, in milliseconds. */
      readonly waitMs: number;
      /** What was answered; with `expired`, too late to count. */
      readonly answer?: 'yes' | 'no' | undefined;
      /** Who has answered, as far as it is known. */
      readonly by?: Answerer | undefined;
      /** When it was answered: an ISO date. */
      readonly answeredAt?: string | undefined;
      /** What the person adds for the record. */
      readonly comment?: string | undefined;
      /** With `expired`: whether somebody has answered is not known, because the desk was not heard since then. An ISO date. */
      readonly unheardSince?: string | undefined;
    }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly message: string };

/** Whether a value, such as an event of a newer version, is one that this version knows. */
export function isProgressEvent(event: unknown): event is ProgressEvent {
  return isRecord(event) && PROGRESS_TYPES.some((type) => type === event.type);
}

const PROGRESS_TYPES: readonly ProgressEvent['type'][] = [
  'run',
  'session',
  'act',
  'step',
  'page',
  'human',
  'log',
];

/** What people are asked: whether the agent may do something, or to do something themselves. */
export type HumanRequestKind = 'approve' | 'takeOver';

/** Gets every event as it happens. What it throws or rejects with is ignored: watching must not break a run. */
export type ProgressListener = (event: ProgressEvent) => unknown;

/** Calls the listeners one by one, with secrets taken out of what is said; a listener that fails, at once or later, is passed over. */
export function notify(listeners: readonly ProgressListener[], event: ProgressEvent): void {
  const told = withoutSecrets(event);
  for (const listener of listeners) {
    // The executor runs at once; what it throws becomes a rejection like that of an asynchronous listener.
    new Promise((resolve) => resolve(listener(told))).catch(() => {});
  }
}

function withoutSecrets(event: ProgressEvent): ProgressEvent {
  if (event.type === 'human') return { ...event, ...withoutSecretsIn(event) };
  return 'message' in event ? { ...event, message: knownSecrets.hideIn(event.message) } : event;
}

/** What a person writes of an answer. */
function withoutSecretsIn({ by, comment }: ProgressEventOfPeople): Partial<ProgressEventOfPeople> {
  const hide = (text: string | undefined): string | undefined => text && knownSecrets.hideIn(text);
  return {
    ...(by !== undefined && { by: { ...by, name: hide(by.name) } }),
    ...(comment !== undefined && { comment: hide(comment) }),
  };
}

type ProgressEventOfPeople = Extract<ProgressEvent, { readonly type: 'human' }>;
