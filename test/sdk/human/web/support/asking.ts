import { randomUUID } from 'node:crypto';
import { askFor, type LateNews } from '../../../../../lib/sdk/human/asking-run.ts';
import type { HumanAnswer } from '../../../../../lib/sdk/human/human-answer.ts';
import {
  type ApproveRequest,
  type HumanNotice,
  type Notifier,
  type WebHumanOptions,
  webHuman,
} from '../../../../../lib/sdk/index.ts';

/** One pixel. */
export const PIXEL = `data:image/jpeg;base64,${Buffer.from('a small picture').toString('base64')}`;

/** A question of an agent, as callbacks get it. */
export function question(
  given: Partial<ApproveRequest> & { readonly timeoutMs?: number } = {},
): ApproveRequest {
  const { timeoutMs = 60_000, ...others } = given;
  const askedAt = new Date();
  return {
    kind: 'approve',
    requestId: randomUUID(),
    workflowRunId: randomUUID(),
    sessionId: randomUUID(),
    actId: randomUUID(),
    definitionName: 'shop',
    message: 'May I pay 12 €?',
    url: 'https://shop.example/basket',
    askedAt,
    expiresAt: new Date(askedAt.getTime() + timeoutMs),
    signal: new AbortController().signal,
    screenshot: async () => PIXEL,
    ...others,
  };
}

/** Asks, and says what the run was told meanwhile. */
export function ask(
  options: WebHumanOptions,
  request: ApproveRequest,
): {
  readonly answer: Promise<HumanAnswer>;
  readonly told: string[];
  readonly left: Promise<unknown>[];
  readonly news: LateNews[];
} {
  const told: string[] = [];
  const left: Promise<unknown>[] = [];
  const news: LateNews[] = [];
  const run = {
    tell: (level: string, message: string) => void told.push(`${level}: ${message}`),
    outlive: (work: Promise<unknown>) => void left.push(work),
    learns: (later: Promise<LateNews>) => void later.then((each) => news.push(each)),
  };
  const { approve } = webHuman(options);
  const answer = askFor(run, async () => (await approve?.(request)) as HumanAnswer);
  answer.catch(() => {});
  return { answer, told, left, news };
}

/** Does as told with each notice. */
export function notifier(
  notify: (notice: HumanNotice) => unknown,
): Notifier & { readonly notices: HumanNotice[] } {
  const notices: HumanNotice[] = [];
  return {
    name: 'pager',
    notices,
    notify: async (notice) => {
      notices.push(notice);
      await notify(notice);
    },
  };
}

export const failureOf = (answer: Promise<unknown>): Promise<Error> =>
  answer.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: Error) => error,
  );
