import { isRecord } from '../../../core/is-record.ts';
import { isLoopbackUrl } from '../../../core/loopback.ts';
import { JSON_TYPE } from '../../../core/media-types.ts';
import { isInstance } from '../../../core/thrown.ts';
import { fewAttempts } from '../../../service/few-attempts.ts';
import { checkKeys } from '../../check-keys.ts';
import { checkOption, mustBe } from '../../check-option.ts';
import { ValidationFailed } from '../../errors.ts';
import { noticeText } from './notice-text.ts';
import type { HumanNotice, Notifier } from './notifier.ts';

/**
 * Posts each question to an address as JSON: `text` (all of it for people, as chats take it), `kind`, `subject`, `link`, `definitionName`, `workflowRunId`,
 * `expiresAt`. Any status from 200 to 299 means that people are told. What was not answered in 10 s, or with 429 or a status from 500 on, is sent again, twice at most. Redirects are not followed.
 *
 * @throws ValidationFailed for options that there are not
 */
export function webhookNotifier(options: WebhookNotifierOptions): Notifier {
  checkKeys('webhookNotifier', options, WEBHOOK_KEYS);
  checkOption('includeMessage', options.includeMessage, 'flag');
  const { headers = {}, includeMessage = false } = options;
  return {
    name: 'webhookNotifier',
    prepare: () => {
      addressIn(options);
      checkHeaders(headers);
    },
    notify: async (notice, { signal }) => {
      const url = addressIn(options);
      const body = JSON.stringify(bodyOf(notice, includeMessage));
      const init = {
        method: 'POST',
        redirect: 'manual',
        body,
        headers: { 'content-type': JSON_TYPE, ...headers },
      } as const;
      const attempt = async (): Promise<void> => {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(HOOK_TIMEOUT_MS)]);
        const response = await fetch(url, { ...init, signal: limit });
        await response.body?.cancel();
        if (!response.ok) throw new WebhookRefusal(url.host, response.status);
      };
      await fewAttempts(attempt, {
        isFinal: (error) => signal.aborted || (isInstance(error, WebhookRefusal) && !error.isTransient),
        ...{ delayMs: HOOK_PAUSE_MS, signal },
      });
    },
  };
}

/** Where to, and what is sent. */
export interface WebhookNotifierOptions {
  /** Where to post: https, or http on this machine. It may be a secret, and is not told. */
  readonly url: string;
  /** Sent with each request, such as `Authorization`. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether `text` and `message` have what the agent asks; the page has it in any case. @default false */
  readonly includeMessage?: boolean | undefined;
}

const WEBHOOK_KEYS = { url: true, headers: true, includeMessage: true } as const satisfies Record<
  keyof WebhookNotifierOptions,
  true
>;

const HOOK_TIMEOUT_MS = 10_000;
const HOOK_PAUSE_MS = 250;

/** Not its path, which may be a secret. */
class WebhookRefusal extends Error {
  readonly isTransient: boolean;

  constructor(host: string, status: number) {
    super(
      `${host} answered with HTTP ${status}${status >= 300 && status < 400 ? ', a redirect, which is not followed' : ''}`,
    );
    this.isTransient = status === 429 || status >= 500;
  }
}

function bodyOf(notice: HumanNotice, includeMessage: boolean): object {
  const { kind, subject, link, message, definitionName, workflowRunId, expiresAt } = notice;
  return {
    text: noticeText(notice, includeMessage),
    ...{ kind, subject, link, definitionName, workflowRunId, expiresAt },
    ...(includeMessage && { message }),
  };
}

function addressIn({ url }: WebhookNotifierOptions): URL {
  mustBe('url of webhookNotifier', url, 'address');
  if (url === '')
    throw new ValidationFailed(
      'url of webhookNotifier is empty: look whether the variable is set that it comes from.',
    );
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopbackUrl(url))) {
    if (parsed.username === '' && parsed.password === '') return parsed;
  }
  throw new ValidationFailed(
    `url of webhookNotifier is a text of ${url.length} characters (not shown: it may be a secret) that is no address of https, or of http on this machine, without user and password.`,
  );
}

function checkHeaders(headers: unknown): void {
  if (isRecord(headers) && Object.entries(headers).every(([name, value]) => canBeSent(name, value))) return;
  // A value is not shown: it may be a secret.
  throw new ValidationFailed(
    'headers of webhookNotifier cannot be sent: it must be an object whose members are texts of one line each.',
  );
}

function canBeSent(name: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}
