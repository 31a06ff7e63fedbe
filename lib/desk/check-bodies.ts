import { MAX_SESSION_ID_LENGTH, MAX_TEXT_LENGTH, MIN_SESSION_ID_LENGTH } from '../contract/limits.ts';
import {
  type AnswerBody,
  type AskedQuestion,
  MAX_PAGE_URL_LENGTH,
  MAX_PICTURE_BYTES,
  type QuestionPicture,
  type ReadBody,
  type TakeBody,
  type TakeOverChannel,
  type WithdrawBody,
} from '../contract/question.ts';
import { PICTURE_TYPES } from '../core/media-types.ts';
import { SHA256_PATTERN } from '../core/sha256-pattern.ts';
import { BodyFields } from './body-fields.ts';
import { LIMITS } from './limits.ts';

// What is sent to the desk, as it has to be. Each throws a DeskError that lists what is wrong. Tokens that cannot be any are for the
// rules to refuse, like all wrong ones.

export function checkRead(body: unknown): ReadBody {
  const fields = new BodyFields('read', body, ['token', 'claim', 'withoutPicture']);
  const token = fields.token();
  const claim = fields.secret('claim');
  const withoutPicture = fields.flag('withoutPicture');
  return fields.checked({ token, withoutPicture, ...(claim !== undefined && { claim }) });
}

export function checkAnswer(body: unknown): AnswerBody {
  const fields = new BodyFields('answer', body, ['token', 'answer', 'name', 'comment', 'claim', 'nonce']);
  const token = fields.token();
  const answer = fields.oneOf('answer', ['yes', 'no']);
  const name = fields.line('name', LIMITS.maxNameLength);
  const comment = fields.lines('comment', LIMITS.maxCommentLength);
  const claim = fields.secret('claim');
  const nonce = fields.secret('nonce');
  return fields.checked({
    ...{ token, answer },
    ...(name !== undefined && { name }),
    ...(comment !== undefined && { comment }),
    ...(claim !== undefined && { claim }),
    ...(nonce !== undefined && { nonce }),
  });
}

export function checkTake(body: unknown): TakeBody {
  const fields = new BodyFields('take', body, ['token', 'claim', 'name']);
  const token = fields.token();
  const claim = fields.secret('claim', { isRequired: true }) ?? '';
  const name = fields.line('name', LIMITS.maxNameLength);
  return fields.checked({ token, claim, ...(name !== undefined && { name }) });
}

export function checkWithdraw(body: unknown): WithdrawBody {
  const fields = new BodyFields('withdraw', body, ['reason']);
  const reason = fields.line('reason', LIMITS.maxReasonLength) ?? fields.missing('reason', 'a text: why');
  return fields.checked({ reason });
}

export function checkAsked(body: unknown): AskedQuestion {
  const fields = new BodyFields('question', body, ASKED_KEYS);
  const kind = fields.oneOf('kind', ['approve', 'takeOver']);
  const message = fields.seen('message', MAX_TEXT_LENGTH);
  const pageUrl = fields.text('pageUrl', { min: 0, max: MAX_PAGE_URL_LENGTH });
  const ids = ['workflowRunId', 'sessionId', 'actId'].map((key) =>
    fields.pattern(key, /^[\w.:-]{1,256}$/, 'letters, digits, "_", ".", ":" and "-": 1 to 256'),
  );
  const [workflowRunId = '', sessionId = '', actId = ''] = ids;
  const expiresAt = fields.time('expiresAt');
  const tokenHash = fields.pattern('tokenHash', SHA256_PATTERN, 'SHA-256 in hexadecimal, 64 characters');
  const picture = fields.part('picture', ['mediaType', 'base64'], pictureIn);
  const channel = fields.part('channel', ['kind', 'runtimeSessionId', 'url'], channelIn);
  return fields.checked({
    ...{ kind, message, pageUrl, workflowRunId, sessionId, actId, expiresAt, tokenHash },
    ...(picture && { picture }),
    ...(channel && { channel }),
  });
}

const ASKED_KEYS = Object.keys({
  kind: true,
  message: true,
  pageUrl: true,
  workflowRunId: true,
  sessionId: true,
  actId: true,
  expiresAt: true,
  tokenHash: true,
  picture: true,
  channel: true,
} satisfies Record<keyof AskedQuestion, true>);

function pictureIn(fields: BodyFields): QuestionPicture {
  return {
    mediaType: fields.oneOf('mediaType', PICTURE_TYPES),
    base64: fields.base64('base64', MAX_PICTURE_BYTES),
  };
}

function channelIn(fields: BodyFields): TakeOverChannel {
  const kind = fields.oneOf('kind', ['runtime', 'loopback']);
  if (kind === 'runtime') {
    fields.absent('url', 'only for a loopback channel');
    const runtimeSessionId = fields.pattern(
      'runtimeSessionId',
      SESSION_ID,
      `an id of a runtime session: ${MIN_SESSION_ID_LENGTH} to ${MAX_SESSION_ID_LENGTH} letters, digits, "-" and "_"`,
    );
    return { kind, runtimeSessionId };
  }
  fields.absent('runtimeSessionId', 'only for a runtime channel');
  const url = fields.text('url', { min: 1, max: MAX_PAGE_URL_LENGTH });
  if (!isLoopbackSocket(url))
    fields.wrong(
      'url',
      'is no address that the page of the desk may connect to',
      '"ws://127.0.0.1:<port>/…" or "ws://localhost:<port>/…" with a path of letters, digits and "/_.~-", without user, query and fragment',
    );
  return { kind, url };
}

/** What the policy of the page allows, and nothing that another reader of addresses could take for something else. */
function isLoopbackSocket(url: string): boolean {
  const port = LOOPBACK_SOCKET.exec(url)?.[1];
  return port !== undefined && Number(port) <= 65_535 && !/\/\.{1,2}(\/|$)/.test(url);
}

const LOOPBACK_SOCKET = /^ws:\/\/(?:127\.0\.0\.1|localhost):([1-9]\d{0,4})\/[\w/.~-]*$/;

const SESSION_ID = new RegExp(
  `^[a-zA-Z0-9][a-zA-Z0-9_-]{${MIN_SESSION_ID_LENGTH - 1},${MAX_SESSION_ID_LENGTH - 1}}$`,
);
