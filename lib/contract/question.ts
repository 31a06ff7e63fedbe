import type { PictureType } from '../core/media-types.ts';
import type { HumanRequestKind } from './progress.ts';

/**
 * What workflows, people and the desk tell each other: the desk keeps a question of a workflow until a person has answered it. On
 * local AWS and on AWS it is the same HTTP API, below one address:
 *
 * - workflows, signed with SigV4: `PUT` a question, `GET` how it stands, `POST …/withdraw`;
 * - people, with the token of their link: `POST …/read`, `POST …/answer`, and `POST …/take`, for which they sign in on AWS.
 */
export type QuestionAction = 'withdraw' | 'read' | 'answer' | 'take';

/** Which question, of which workflow definition. */
export interface QuestionKey {
  readonly definitionName: string;
  /** The id of the request: a UUID. */
  readonly questionId: string;
}

/** The path of a question below the address of the desk, which has no slash at its end. */
export function questionPath({ definitionName, questionId }: QuestionKey, action?: QuestionAction): string {
  const path = `/workflows/${definitionName}/questions/${questionId}`;
  return action === undefined ? path : `${path}/${action}`;
}

/** The link that a person opens. What decides stands behind `#`, which browsers do not send. @param deskUrl without a slash at its end */
export function questionLink(
  deskUrl: string,
  { definitionName, questionId }: QuestionKey,
  token: string,
): string {
  return `${deskUrl}/#${definitionName}/${questionId}/${token}`;
}

/** What a workflow asks: the body of `PUT`. Times are milliseconds since 1970. */
export interface AskedQuestion {
  readonly kind: HumanRequestKind;
  readonly message: string;
  /** The address of the page; may be empty. */
  readonly pageUrl: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  readonly expiresAt: number;
  /** {@link secretHash} of the token in the link. */
  readonly tokenHash: string;
  /** The page when it was asked. */
  readonly picture?: QuestionPicture | undefined;
  /** Where a person who takes over is connected; absent when nobody can. */
  readonly channel?: TakeOverChannel | undefined;
}

/** In base64. */
export interface QuestionPicture {
  readonly mediaType: PictureType;
  readonly base64: string;
}

/** How a person gets to the browser: by the WebSocket of a runtime session, or by one of a process on this machine. */
export type TakeOverChannel =
  | { readonly kind: 'runtime'; readonly runtimeSessionId: string }
  | { readonly kind: 'loopback'; readonly url: string };

/** `withdrawn`: the workflow does not wait any more. */
export type QuestionStatus = 'open' | 'answered' | 'expired' | 'withdrawn';

/** How a question stands: what workflows get for `PUT`, `GET` and `withdraw`. */
export interface QuestionState {
  readonly status: QuestionStatus;
  readonly expiresAt: number;
  readonly answer?: GivenAnswer | undefined;
  /** Who has taken over, while it is held. */
  readonly holder?: QuestionHolder | undefined;
}

export interface GivenAnswer {
  readonly value: 'yes' | 'no';
  readonly at: number;
  readonly by: Answerer;
  /** What the person adds for the record. */
  readonly comment?: string | undefined;
}

/** Who answers. */
export interface Answerer {
  /** As the person says; nobody has checked it. */
  readonly name?: string | undefined;
  /** Whom the sign-in has shown. */
  readonly subject?: string | undefined;
}

export interface QuestionHolder {
  readonly at: number;
  readonly by: Answerer;
  /** {@link secretHash} of the secret by which the holder is known. */
  readonly claimHash: string;
}

/** What a person sees: the answer to `read`. What was asked is not told any more when the link is spent. */
export interface ShownQuestion {
  readonly definitionName: string;
  readonly kind: HumanRequestKind;
  readonly workflowRunId: string;
  readonly status: QuestionStatus;
  readonly askedAt: number;
  readonly expiresAt: number;
  /** The time of the desk: clocks of telephones go wrong. */
  readonly now: number;
  /** When the workflow has asked for the answer the last time: it may have ended since. */
  readonly heardAt: number;
  readonly answer?: GivenAnswer | undefined;
  /** When the workflow has got the answer. */
  readonly fetchedAt?: number | undefined;
  /** Why the workflow does not wait any more; beside an answer: it stopped waiting before it had got it. */
  readonly withdrawnBecause?: string | undefined;
  /** Who has taken over. */
  readonly holder?: { readonly at: number; readonly by: Answerer; readonly isYou: boolean } | undefined;
  /** Only while it is open. */
  readonly asked?:
    | {
        readonly message: string;
        readonly pageUrl: string;
        readonly picture?: QuestionPicture | undefined;
        /** Why nobody can take over, although that is asked. */
        readonly unreachable?: string | undefined;
      }
    | undefined;
}

/** The body of `read`. */
export interface ReadBody {
  readonly token: string;
  /** By which a holder is known. */
  readonly claim?: string | undefined;
  /** The page has the picture already: it asks every few seconds, and pictures are large. */
  readonly withoutPicture?: boolean | undefined;
}

/** The body of `answer`, which is answered like `read`. */
export interface AnswerBody extends Omit<ReadBody, 'withoutPicture'> {
  readonly answer: 'yes' | 'no';
  readonly name?: string | undefined;
  readonly comment?: string | undefined;
  /**
   * A secret of the page like a token, another one for each answer: when the page says the same again, because it has not heard what
   * became of it, the desk knows the answer that it took. Without it, and to everybody else, a question that is answered is `Answered`.
   */
  readonly nonce?: string | undefined;
}

/** The body of `withdraw`. */
export interface WithdrawBody {
  /** Why the workflow does not wait any more; people are told. */
  readonly reason: string;
}

/** The body of `take`: begins to hold, or goes on with it. */
export interface TakeBody {
  readonly token: string;
  /** A secret of the page, like a token. */
  readonly claim: string;
  readonly name?: string | undefined;
}

/** The answer to `take`. */
export interface TakenQuestion {
  /** The address of the WebSocket, for connections that begin within 300 s. */
  readonly url: string;
  /** Until when others cannot take over, unless `take` is called again. */
  readonly heldUntil: number;
}

/** Why the desk refuses something. The body is `{ error: { code, message } }`. */
export const DESK_REFUSALS = {
  /** Also for a wrong token: nobody learns which questions there are. */
  UnknownLink: 404,
  Answered: 409,
  Expired: 410,
  Withdrawn: 410,
  /** Somebody else has taken over. */
  Held: 409,
  /** Answers a take-over without having taken over. */
  NotHeld: 403,
  /** Nobody can take over: it is asked for an approval, or its session cannot be reached. */
  Unreachable: 409,
  Invalid: 400,
  TooLarge: 413,
  /** The question is there already, and is another one. */
  Taken: 409,
  Busy: 503,
} as const;
export type DeskRefusal = keyof typeof DESK_REFUSALS;

/** The code of an answer of a desk that failed (503): unlike after a refusal, what it has done is not known. */
export const DESK_FAILURE = 'Unavailable';

/** Largest picture of a question, in bytes before base64: a record of DynamoDB has 400 KB. */
export const MAX_PICTURE_BYTES = 330_000;
/** Longest address of a page that is told, in characters. */
export const MAX_PAGE_URL_LENGTH = 2_000;

/** A token or a claim: 32 random bytes in base64url. */
export const SECRET_PATTERN = /^[A-Za-z0-9_-]{43}$/;
