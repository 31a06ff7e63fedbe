import { LOCAL_ACCOUNT_ID, LOCAL_REGION, LOCAL_TOPIC_NAME } from '../../../contract/local-account.ts';
import { SERVICE_NAME } from '../../../contract/protocol.ts';
import { topicIn } from '../../../contract/topic-arn.ts';
import { ENDPOINT_VARIABLE, VARIABLE } from '../../../contract/variables.ts';
import { isLoopbackUrl } from '../../../core/loopback.ts';
import { show } from '../../../core/problems.ts';
import { publishToTopic } from '../../../service/publish-to-topic.ts';
import { serviceUrl } from '../../../service/service-url.ts';
import { checkKeys } from '../../check-keys.ts';
import { checkOption } from '../../check-option.ts';
import { ValidationFailed } from '../../errors.ts';
import { noticeText } from './notice-text.ts';
import type { Notifier } from './notifier.ts';

/**
 * Tells whoever has subscribed to a topic of SNS: by mail, say. Its region is that of the ARN, its endpoint that of `AWS_ENDPOINT_URL_SNS` or
 * `AWS_ENDPOINT_URL`, if one is set. The workflow's role needs `sns:Publish`.
 *
 * @throws ValidationFailed for options that there are not
 */
export function snsNotifier(options: SnsNotifierOptions = {}): Notifier {
  checkKeys('snsNotifier', options, SNS_KEYS);
  checkOption('topicArn', options.topicArn, 'text');
  checkOption('includeMessage', options.includeMessage, 'flag');
  const { includeMessage = false } = options;
  const topic = () => topicOf(options.topicArn, process.env);
  return {
    name: 'snsNotifier',
    prepare: () => {
      topic();
    },
    notify: async (notice, { signal }) => {
      const { arn, region } = topic();
      const { url } = await serviceUrl({ serviceId: 'SNS', host: SERVICE_NAME.sns, region });
      const { subject } = notice;
      await publishToTopic({ url, region, arn, subject, text: noticeText(notice, includeMessage), signal });
    },
  };
}

/** Which topic, and what is sent. */
export interface SnsNotifierOptions {
  /** ARN of a standard topic. @default `NOVA_ACT_HUMAN_TOPIC_ARN`; on local AWS a topic of its own */
  readonly topicArn?: string | undefined;
  /** Whether what is sent has what the agent asks; the page has it in any case. @default false */
  readonly includeMessage?: boolean | undefined;
}

const SNS_KEYS = { topicArn: true, includeMessage: true } as const satisfies Record<
  keyof SnsNotifierOptions,
  true
>;

/** Which topic: that of the code, of the deployment, or of local AWS in its place. */
function topicOf(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly arn: string; readonly region: string } {
  const [name, arn] =
    given === undefined
      ? [VARIABLE.humanTopic, environment[VARIABLE.humanTopic] || localTopic(environment)]
      : ['topicArn of snsNotifier', given];
  if (!arn) {
    throw new ValidationFailed(
      `snsNotifier() has no topic: ${VARIABLE.humanTopic} is not set. Pass topicArn, or set it, as humanInTheLoop in the catalog does in deployed workflows.`,
    );
  }
  const topic = topicIn(arn);
  if (topic !== undefined) return topic;
  throw new ValidationFailed(
    `${name} is ${show(arn)}; it must be the ARN of a standard topic of SNS, such as arn:aws:sns:us-east-1:111122223333:people.`,
  );
}

/** Local AWS takes what is published, and leaves the variable out: with it, people would not be told on the terminal by default. */
function localTopic(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  if (!isLoopbackUrl(environment[ENDPOINT_VARIABLE.sns])) return undefined;
  return `arn:aws:${SERVICE_NAME.sns}:${environment.AWS_REGION || LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:${LOCAL_TOPIC_NAME}`;
}
