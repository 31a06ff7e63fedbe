import { mustBeViewable } from '../../../browser/index.ts';
import { knownSecrets } from '../../../contract/known-secrets.ts';
import {
  type AskedQuestion,
  type GivenAnswer,
  MAX_PAGE_URL_LENGTH,
  questionLink,
} from '../../../contract/question.ts';
import { newSecret, secretHash } from '../../../contract/secret-hash.ts';
import { abortable } from '../../../core/async.ts';
import { isInstance } from '../../../core/thrown.ts';
import { askingRun } from '../asking-run.ts';
import type { HumanAnswer } from '../human-answer.ts';
import type { ApproveRequest, TakeOverRequest } from '../human-request.ts';
import type { TakeOverService } from '../take-over/serve-take-over.ts';
import type { TakeOverDoor } from '../take-over/take-over-door.ts';
import { UnfinishedTakeOver } from '../unfinished-take-over.ts';
import { awaitAnswer } from './await-answer.ts';
import { DeskClient, DeskRefusedError } from './desk-client.ts';
import type { DeskPlace } from './desk-place.ts';
import { deskExpiry } from './poll-policy.ts';
import { putQuestion } from './put-question.ts';
import { questionPicture } from './question-picture.ts';
import { doorTo } from './take-over-way.ts';
import { NotToldError, noticeOf, tellPeople } from './tell-people.ts';
import type { WebSettings } from './web-settings.ts';
import { withdrawQuestion } from './withdraw-question.ts';

/**
 * Puts a question to the desk, tells people, and waits for the answer. Whatever else ends it takes the question back; the run does not end before
 * that has been tried.
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
  const door = request.kind === 'takeOver' ? await doorFor(request, desk) : undefined;
  const key = { definitionName, questionId };
  const client = new DeskClient(desk, key);
  const expiresAt = deskExpiry(request);
  const token = newSecret();
  // Until it opens nothing any more.
  knownSecrets.add(token, 'the link to a question');
  const over = new AbortController();
  /** Whether there is something at the desk to take back. */
  let isPut = false;
  const takeBack = async (why: unknown): Promise<GivenAnswer | undefined> => {
    const withdrawing = withdrawQuestion(client, why);
    run.outlive(withdrawing);
    return (await withdrawing)?.answer;
  };
  try {
    const question = await questionOf(request, {
      expiresAt,
      tokenHash: secretHash(token),
      channel: door?.channel,
    });
    isPut = true;
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
    const answer = await awaitAnswer({
      look: (limit) => client.state(limit),
      heard: (state) => service?.heard(state),
      ...{ expiresAt, origin: desk.origin, tell: run.tell },
      signal: AbortSignal.any([signal, over.signal]),
    });
    isPut = false;
    const given = humanAnswerTo(answer);
    if (given.answer && service !== undefined && !(await isFinished(service, request, answer)))
      throw new UnfinishedTakeOver(given);
    return given;
  } catch (thrown) {
    // Whoever was told in another way has been told that the answer counts.
    const late = isPut ? await takeBack(thrown) : undefined;
    if (late !== undefined && isInstance(thrown, NotToldError) && !signal.aborted) {
      run.tell('warn', `${thrown.said}. Somebody has answered all the same.`);
      // By that the desk knows that the answer counts.
      await client.state(signal).catch(() => {});
      return humanAnswerTo(late);
    }
    if (late !== undefined)
      run.tell(
        'warn',
        `A person has answered "${late.value}" when nobody waited for it any more: it changes nothing.`,
      );
    throw knownSecrets.hideInError(thrown);
  } finally {
    over.abort(new Error('it is over'));
    // It opens nothing any more, or it is not known whether it does: then the desk forgets it in time.
    knownSecrets.forget(token);
  }
}

/** Before anybody is asked: who comes must be able to take over. */
async function doorFor(request: TakeOverRequest, desk: DeskPlace): Promise<TakeOverDoor> {
  await mustBeViewable(request.page);
  return await doorTo(desk);
}

async function questionOf(
  request: ApproveRequest | TakeOverRequest,
  given: Pick<AskedQuestion, 'expiresAt' | 'tokenHash' | 'channel'>,
): Promise<AskedQuestion> {
  const { kind, message, url, workflowRunId, sessionId, actId, signal } = request;
  const taken = await questionPicture(request);
  signal.throwIfAborted();
  if ('lack' in taken)
    askingRun().tell('warn', `A question to people goes without a picture of the page: ${taken.lack}.`);
  return {
    ...{ kind, message, workflowRunId, sessionId, actId },
    pageUrl: url.slice(0, MAX_PAGE_URL_LENGTH),
    ...given,
    ...('picture' in taken && { picture: taken.picture }),
  };
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

function humanAnswerTo({ value, by, comment, at }: GivenAnswer): HumanAnswer {
  return { answer: value === 'yes', by, comment, at: new Date(at) };
}
