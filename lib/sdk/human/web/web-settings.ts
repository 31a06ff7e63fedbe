import { VARIABLE } from '../../../contract/variables.ts';
import { ValidationFailed } from '../../errors.ts';
import { consoleNotifier, isLogKept } from './console-notifier.ts';
import { type DeskPlace, deskPlace } from './desk-place.ts';
import type { Notifier } from './notifier.ts';
import { snsNotifier } from './sns-notifier.ts';
import type { WebHumanOptions } from './web-human.ts';

/** What `webHuman` does, with what the environment says. @throws ValidationFailed when something is missing */
export function webSettings(options: WebHumanOptions, environment: Environment): WebSettings {
  const { url, notify, onNotifyFailure = 'fail' } = options;
  const desk = deskPlace(url, environment);
  const notifiers = notify === undefined ? [defaultNotifier(desk, environment)] : notifiersIn(notify);
  return { desk, notifiers, onNotifyFailure };
}

/** What the code and the environment say together. */
export interface WebSettings {
  readonly desk: DeskPlace;
  readonly notifiers: readonly Notifier[];
  readonly onNotifyFailure: 'fail' | 'wait';
}

export type Environment = Readonly<Record<string, string | undefined>>;

function defaultNotifier(desk: DeskPlace, environment: Environment): Notifier {
  if (environment[VARIABLE.humanTopic]) return snsNotifier();
  // Links are not written to logs that are kept, so that nobody would be told.
  if (!desk.isLoopback && isLogKept(environment)) {
    throw new ValidationFailed(
      `webHuman() has nobody to tell people that they are asked: ${VARIABLE.humanTopic} is not set. Set it to the ARN of a topic of SNS, as humanInTheLoop ` +
        'in the catalog does in deployed workflows, or pass notify: snsNotifier({ topicArn }), webhookNotifier({ url }) or an object of your own.',
    );
  }
  return consoleNotifier();
}

/** What `notify` names. */
export function notifiersIn(notify: WebHumanOptions['notify']): readonly Notifier[] {
  if (notify === undefined) return [];
  return isList(notify) ? notify : [notify];
}

function isList(notify: Notifier | readonly Notifier[]): notify is readonly Notifier[] {
  return Array.isArray(notify);
}
