import { mustBeViewable } from '../../../browser/index.ts';
import { knownSecrets } from '../../../contract/known-secrets.ts';
import { type GivenAnswer, questionLink } from '../../../contract/question.ts';
import { newSecret, secretHash } from '../../../contract/secret-hash.ts';
import { abortable, deferred } from '../../../core/async.ts';
import { reasonOf } from '../../../core/errors.ts';
import { isInstance } from '../../../core/thrown.ts';
import { fewAttempts } from '../../../service/few-attempts.ts';
import { askingRun, type LateNews } from '../asking-run.ts';
import type { HumanAnswer } from '../human-answer.ts';
import type { ApproveRequest, TakeOverRequest } from '../human-request.ts';
import type { TakeOverService } from '../take-over/serve-take-over.ts';
import type { ReservedDoor } from '../take-over/take-over-door.ts';
import { UnfinishedTakeOver } from '../unfinished-take-over.ts';
import { awaitAnswer } from './await-answer.ts';
import { DeskClient, DeskRefusedError } from './desk-client.ts';
import { DeskHearing } from './desk-hearing.ts';
import type { DeskPlace } from './desk-place.ts';
import { deskExpiry, lastCallAt } from './poll-policy.ts';
import { putQuestion } from './put-question.ts';
import { questionOf } from './question-of.ts';
import { doorTo } from './take-over-way.ts';
import { NotToldError, noticeOf, tellPeople } from './tell-people.ts';
import type { WebSettings } from './web-settings.ts';
import { withdrawQuestion } from './withdraw-question.ts';

/**
 * Puts a question to the desk, tells people, and waits for the answer. Whatever else ends it takes the question back; the run does not end before
 * that has been tried. An answer that this brings to light counts while the act waits for one.
 *
 * @throws DeskRefusedError, NotToldError, Error when nobody can take over, or the reason of the request's signal
 */
export async function askOnWeb(
  request: ApproveRequest | TakeOverRequest,
  settings: WebSettings,
): Promise<HumanAnswer> {
  const { desk } = settings;
  const { requestId: questionId, definitionName, signal } = request;
  const run = askingRun();
  using door = request.kind === 'takeOver' ? await doorFor(request, desk) : undefined;
  const key = { definitionName, questionId };
  const client = new DeskClient(desk, key);
  const expiresAt = deskExpiry(request);
  const token = newSecret();
  // Until it opens nothing any more.
  knownSecrets.add(token, 'the link to a question');
  const over = new AbortController();
  const hearing = new DeskHearing(desk.origin);
  const learned = deferred<LateNews>();
  /** Whether there is something at the desk to take back. */
  let isPut = false;
  let isWaiting = false;
  const takeBack = async (why: unknown): Promise<GivenAnswer | undefined> => {
    const askedAt = new Date();
    const withdrawing = withdrawQuestion(client, why);
    run.outlive(withdrawing);
    const state = await withdrawing;
    if (state !== undefined) hearing.heard(state, askedAt);
    return state?.answer;
  };
  let lastCall: NodeJS.Timeout | undefined;
  try {
    const question = await questionOf(request, {
      expiresAt,
      tokenHash: secretHash(token),
      channel: door?.channel,
    });
    isPut = true;
    run.learns(learned.promise);
    await putQuestion(client, question, { signal, origin: desk.origin }).catch((error: unknown) => {
      // What is there is not ours, then.
      isPut = !isInstance(error, DeskRefusedError);
      throw error;
    });
    using service =
      door && request.kind === 'takeOver'
        ? await serve(request, { client, door, onImpossible: (error) => over.abort(error) })
        : undefined;
    const notice = noticeOf({ request, expiresAt, link: questionLink(desk.url, key, token) });
    tellPeople({ notice, settings, signal: AbortSignal.any([signal, over.signal]), tell: run.tell }).catch(
      (error: unknown) => over.abort(error),
    );
    isWaiting = true;
    lastCall = setTimeout(() => {
      if (hearing.unheard !== undefined) over.abort(new UnheardError(hearing.unheard.words));
    }, lastCallAt(request) - Date.now());
    const answer = await awaitAnswer({
      look: (limit) => hearing.look(client, limit),
      heard: (state, askedAtMs) => service?.heard(state, askedAtMs),
      isHeld: () => service?.isHeld ?? false,
      ...{ expiresAt, origin: desk.origin, tell: run.tell },
      signal: AbortSignal.any([signal, over.signal]),
    });
    isPut = false;
    const given = humanAnswerTo(answer);
    learned.resolve({ late: given });
    if (given.answer && service !== undefined && !(await isFinished(service, request, answer)))
      throw new UnfinishedTakeOver(given);
    return given;
  } catch (thrown) {
    if (hearing.isOver) learned.resolve(undefined);
    const late = isPut ? await takeBack(thrown) : undefined;
    // Whoever has answered was told that it counts. (That a take-over is done does only what the browser has taken.)
    const counts = request.kind === 'approve' || late?.value === 'no';
    if (late !== undefined && counts && isWaiting && !signal.aborted) {
      const why = isInstance(thrown, NotToldError) ? thrown.said : reasonOf(thrown);
      run.tell('warn', `${why}. Somebody has answered all the same.`);
      run.outlive(confirm(client));
      learned.resolve({ late: humanAnswerTo(late) });
      return humanAnswerTo(late);
    }
    learned.resolve(newsOf(late, hearing));
    if (late !== undefined)
      run.tell(
        'warn',
        `A person has answered "${late.value}" when nobody waited for it any more: it changes nothing.`,
      );
    // The act ends by its own limit, in a moment.
    if (isInstance(thrown, UnheardError)) await abortable(deferred<never>().promise, signal);
    throw knownSecrets.hideInError(thrown);
  } finally {
    clearTimeout(lastCall);
    over.abort(new Error('it is over'));
    // It opens nothing any more, or it is not known whether it does: then the desk forgets it in time.
    knownSecrets.forget(token);
  }
}

/** The time is nearly over, and the desk could not be asked. */
class UnheardError extends Error {}

/** Before anybody is asked: who comes must be able to take over. */
async function doorFor(request: TakeOverRequest, desk: DeskPlace): Promise<ReservedDoor> {
  await mustBeViewable(request.page);
  return await doorTo(desk);
}

async function serve(
  request: TakeOverRequest,
  given: {
    readonly client: DeskClient;
    readonly door: Awaited<ReturnType<typeof doorTo>>;
    readonly onImpossible: (error: Error) => void;
  },
): Promise<TakeOverService> {
  const { client, ...others } = given;
  // Nobody else pays for it.
  const { serveTakeOver } = await import('../take-over/serve-take-over.ts');
  return serveTakeOver({ request, ...others, holder: () => client.state(request.signal) });
}

/** Whether the page has taken what the person did before the answer. */
async function isFinished(
  service: TakeOverService,
  { signal, expiresAt }: ApproveRequest | TakeOverRequest,
  { at: answeredAtMs }: GivenAnswer,
): Promise<boolean> {
  const finished = service.finish({ answeredAtMs, expiresAtMs: expiresAt.getTime() });
  return await abortable(finished, signal);
}

/** By that the desk knows that the answer counts. */
async function confirm(client: DeskClient): Promise<void> {
  const signal = AbortSignal.timeout(CONFIRM_MS);
  const attempt = async (): Promise<void> => void (await client.state(signal));
  await fewAttempts(attempt, { isFinal: () => signal.aborted, delayMs: CONFIRM_PAUSE_MS, signal }).catch(
    () => {},
  );
}

function newsOf(late: GivenAnswer | undefined, { unheard }: DeskHearing): LateNews {
  if (late !== undefined) return { late: humanAnswerTo(late) };
  return unheard && { unheard };
}

function humanAnswerTo({ value, by, comment, at }: GivenAnswer): HumanAnswer {
  return { answer: value === 'yes', by, comment, at: new Date(at) };
}

const CONFIRM_MS = 5_000;
const CONFIRM_PAUSE_MS = 500;
