import { checkKeys } from '../../check-keys.ts';
import { checkOption } from '../../check-option.ts';
import { ValidationFailed } from '../../errors.ts';
import { HUMAN_KEYS } from '../check-human.ts';
import type { Human } from '../human.ts';
import { askOnWeb } from './ask-on-web.ts';
import type { Notifier } from './notifier.ts';
import { notifiersIn, webSettings } from './web-settings.ts';

/**
 * Asks people on a page: the question is kept by a desk, people are told a link to it, and answer there. Local AWS has a desk; on AWS
 * it is the construct `HumanInTheLoop` (`humanInTheLoop` in the catalog). Workflows find it by `NOVA_ACT_HUMAN_URL`, which both set.
 *
 * The desk is told a time of expiry that is a tenth of `timeoutMs` (10 s at most) before that of the act, so that an answer that it takes is one that the act gets. Without a desk,
 * sessions do not start: ValidationFailed says what is missing. When people could not be told, the act fails with ActToolError.
 *
 * @example
 * ```ts
 * export const buy = workflow({ definitionName: 'buy', human: webHuman() }, async () => {
 *   await using nova = await NovaAct.start({ startingPage: 'https://example.com' });
 *   await nova.act('Add the shoes to the basket. Ask for approval, then place the order.');
 * });
 * ```
 * @throws ValidationFailed for options that there are not
 */
export function webHuman(options: WebHumanOptions = {}): Human {
  checkKeys('webHuman', options, WEB_HUMAN_KEYS, {
    others: { 'human, beside it: write human: { ...webHuman(), … }': HUMAN_KEYS },
  });
  const { url, notify, onNotifyFailure } = options;
  checkOption('url', url, 'address');
  for (const notifier of notifiersIn(notify)) mustBeNotifier(notifier);
  if (onNotifyFailure !== undefined && onNotifyFailure !== 'fail' && onNotifyFailure !== 'wait')
    throw new ValidationFailed(
      `onNotifyFailure is ${JSON.stringify(onNotifyFailure)}; it must be "fail" or "wait". Leave it out for "fail".`,
    );
  // When it is needed: modules are loaded where there is no such environment, such as at synthesis.
  const settings = () => webSettings(options, process.env);
  return {
    prepare: async () => {
      for (const notifier of settings().notifiers) await notifier.prepare?.();
    },
    approve: async (request) => await askOnWeb(request, settings()),
    takeOver: async (request) => await askOnWeb(request, settings()),
  };
}

/** Where people are asked, and how they are told. */
export interface WebHumanOptions {
  /** The address of the desk: https, or http on this machine. @default `NOVA_ACT_HUMAN_URL` */
  readonly url?: string | undefined;
  /**
   * Tells people the link. Of several, each tells; an empty list tells nobody, for those who look at the viewer of local AWS.
   * @default `snsNotifier()` when `NOVA_ACT_HUMAN_TOPIC_ARN` is set, otherwise `consoleNotifier()`
   */
  readonly notify?: Notifier | readonly Notifier[] | undefined;
  /**
   * What happens when one of them fails: `fail` withdraws the question and fails the act with ActToolError, `wait` tells it by a log
   * event and waits for an answer all the same.
   * @default 'fail'
   */
  readonly onNotifyFailure?: 'fail' | 'wait' | undefined;
}

function mustBeNotifier(given: unknown): void {
  if (
    typeof given === 'object' &&
    given !== null &&
    typeof Reflect.get(given, 'notify') === 'function' &&
    typeof Reflect.get(given, 'name') === 'string'
  )
    return;
  throw new ValidationFailed(
    'notify has something in it that tells nobody: it must be one of snsNotifier(…), webhookNotifier(…) and consoleNotifier(), an object with `name` and the function `notify`, or a list of these.',
  );
}

const WEB_HUMAN_KEYS = { url: true, notify: true, onNotifyFailure: true } as const satisfies Record<
  keyof WebHumanOptions,
  true
>;
