import { randomUUID } from 'node:crypto';
import { AgentRedirectError } from '../../browser/index.ts';
import type { TraceQuestion } from '../../contract/act-trace.ts';
import type { HumanRequestKind, ProgressEvent } from '../../contract/progress.ts';
import { abortable, within } from '../../core/async.ts';
import { LinkedSignal } from '../../core/linked-signal.ts';
import { isInstance } from '../../core/thrown.ts';
import type { ActDeadline } from '../act/act-deadline.ts';
import type { ActSession } from '../act/act-session.ts';
import type { ReportedAct } from '../act/reported-act.ts';
import type { ActRecorder } from '../traces/act-recorder.ts';
import { type AskingRun, askFor, type LateNews } from './asking-run.ts';
import { DEFAULT_HUMAN_TIMEOUT_MS } from './check-human.ts';
import type { Human } from './human.ts';
import { type HumanAnswer, readHumanAnswer } from './human-answer.ts';
import { humanFailure } from './human-failures.ts';
import { AskedRequest, type AskedRequestParts } from './human-request.ts';
import { reportPending } from './report-pending.ts';
import { UnfinishedTakeOver } from './unfinished-take-over.ts';

/** Asks people for one act. */
export type AskHuman = (question: AgentQuestion) => Promise<'yes' | 'complete'>;

/** What the agent asks. */
interface AgentQuestion {
  readonly kind: HumanRequestKind;
  readonly message: string;
  /** The call by which it asks. */
  readonly callId: string;
}

/**
 * Makes what asks people for an act.
 *
 * @returns throws ApproveCanceledError, UiTakeoverCanceledError, HumanRequestExpiredError, ActToolError when the callback does
 * not do its work, AgentRedirectError for a message that says nothing, or why the act has to end
 */
export function askingHuman(act: AskingAct): AskHuman {
  return async (question) => {
    const { kind, message } = question;
    if (message.trim() === '')
      throw new AgentRedirectError('The message is empty. Say what the person is asked.');
    // Until the page is still again: what the person has typed may be on its way.
    await using _unrecorded = kind === 'takeOver' ? await act.session.leaveToPerson() : undefined;
    const answer = await ask(act, question);
    if (!answer) throw humanFailure.refused(kind, message);
    if (kind === 'approve') return 'yes';
    // It may be on its way to another page still.
    await act.session.actuator.settle({ signal: act.deadline.signal });
    return 'complete';
  };
}

/** The act that people are asked for. */
interface AskingAct {
  readonly session: ActSession;
  readonly reported: ReportedAct;
  readonly deadline: ActDeadline;
  /** Notes what became of it. */
  readonly recorder: ActRecorder | undefined;
}

/** @returns what a person has answered */
async function ask(act: AskingAct, { kind, message, callId }: AgentQuestion): Promise<boolean> {
  const { session, reported, deadline, recorder } = act;
  const { human = {}, actuator, workflow } = session;
  const { timeoutMs = DEFAULT_HUMAN_TIMEOUT_MS } = human;
  using _stopped = deadline.suspend();
  using _waiting = reported.waitForHuman();
  using _left = kind === 'takeOver' ? actuator.handOver() : undefined;
  const reports = { workflow, path: reported.path, signal: deadline.signal };
  const isPending = human.reportsPending === true && (await reportPending(reports, 'PENDING_HUMAN_ACTION'));
  // Without a tab, as without an address, people can be asked still.
  const hasWindow = kind === 'takeOver' ? await actuator.hasWindow().catch(() => undefined) : undefined;
  deadline.signal.throwIfAborted();

  const expired = new AbortController();
  const over = new AbortController();
  using linked = new LinkedSignal(deadline.signal, expired.signal, over.signal);
  const { signal } = linked;
  const { definitionName } = workflow;
  const request = {
    ...{ ids: reported.path, definitionName, message, timeoutMs },
    ...{ hasWindow, actuator, signal },
  };
  const { workflowRunId, sessionId, actId } = request.ids;
  const requestId = randomUUID();
  const beganAtMs = performance.now();
  const waitedMs = (): number => Math.round(performance.now() - beganAtMs);
  const publish = (news: HumanNews, waitMs = waitedMs()): void =>
    workflow.publish({ type: 'human', kind, workflowRunId, sessionId, actId, requestId, waitMs, ...news });
  const timer = setTimeout(() => expired.abort(new Error(`${timeoutMs} ms have passed`)), timeoutMs);
  let end: HumanEnd = { phase: 'withdrawn' };
  publish({ phase: 'asked', expiresAt: new Date(Date.now() + timeoutMs).toISOString() });
  let news: Promise<LateNews> = Promise.resolve(undefined);
  try {
    const run: AskingRun = {
      tell: (level, message) => workflow.publish({ type: 'log', level, message }),
      outlive: (work) => workflow.afterEnd(() => work.then(() => {})),
      learns: (later) => {
        news = later;
      },
    };
    const asking = askFor(run, () => call(human, kind, { ...request, requestId })).catch((error: unknown) => {
      if (isInstance(error, UnfinishedTakeOver)) end = { phase: 'answered', ...newsOf(error.answer) };
      throw humanFailure.failed(kind, error);
    });
    const answered = readAnswer(kind, await abortable(asking, signal));
    const { answer } = answered;
    end = { phase: 'answered', ...newsOf(answered) };
    if (answer && isPending) await reportPending(reports, 'RUNNING');
    return answer;
  } catch (error) {
    deadline.signal.throwIfAborted();
    if (!expired.signal.aborted) throw error;
    const learned = within({ work: news, timeoutMs: NEWS_MS, fallback: undefined });
    const known = await abortable(learned, deadline.signal);
    end = { phase: 'expired', ...lateNewsOf(known) };
    throw humanFailure.expired(kind, message, timeoutMs, known);
  } finally {
    clearTimeout(timer);
    const waitMs = waitedMs();
    publish(end, waitMs);
    recorder?.questionEnded(callId, tracedQuestion(requestId, end, waitMs));
    // What the callback has left behind, such as a prompt, may go.
    over.abort(new Error('it is over'));
  }
}

/** Code of others may return what throws when it is read. */
function readAnswer(kind: HumanRequestKind, given: unknown): HumanAnswer & { readonly at: Date } {
  let unclear: Error;
  try {
    const answer = readHumanAnswer(given);
    if (answer !== undefined) return answer;
    unclear = humanFailure.unclear(kind, given);
  } catch (error) {
    throw humanFailure.unreadable(kind, error);
  }
  throw unclear;
}

function newsOf({ answer, by, comment, at }: HumanAnswer): Omit<HumanNews, 'phase'> {
  return { answer: answer ? 'yes' : 'no', by, comment, answeredAt: at?.toISOString() };
}

function lateNewsOf(known: LateNews): Omit<HumanNews, 'phase'> {
  if (known === undefined) return {};
  return 'late' in known ? newsOf(known.late) : { unheardSince: known.unheard.since.toISOString() };
}

function tracedQuestion(requestId: string, end: HumanEnd, waitMs: number): TraceQuestion {
  const { answeredAt, unheardSince, ...others } = end;
  return {
    request_id: requestId,
    ...others,
    ...(answeredAt !== undefined && { answered_at: answeredAt }),
    ...(unheardSince !== undefined && { unheard_since: unheardSince }),
    wait_s: waitMs / 1000,
  };
}

async function call(
  human: Human,
  kind: HumanRequestKind,
  given: Omit<AskedRequestParts<never>, 'kind'>,
): Promise<unknown> {
  // Called as members, so that an object of a class may have them.
  return kind === 'approve'
    ? await human.approve?.(new AskedRequest({ ...given, kind }))
    : await human.takeOver?.(new AskedRequest({ ...given, kind }));
}

type HumanEvent = Extract<ProgressEvent, { readonly type: 'human' }>;
type HumanNews = Pick<
  HumanEvent,
  'phase' | 'expiresAt' | 'answer' | 'by' | 'answeredAt' | 'comment' | 'unheardSince'
>;
type HumanEnd = Omit<HumanNews, 'expiresAt'> & { readonly phase: Exclude<HumanNews['phase'], 'asked'> };

/** How long what is known of an answer may take to come: longer than the desk is asked for it. */
const NEWS_MS = 5_000;
