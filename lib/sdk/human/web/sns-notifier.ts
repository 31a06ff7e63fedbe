import { REGION_PATTERN } from '../../../contract/limits.ts';
import { SERVICE_NAME } from '../../../contract/protocol.ts';
import { VARIABLE } from '../../../contract/variables.ts';
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
  /** ARN of a standard topic. @default `NOVA_ACT_HUMAN_TOPIC_ARN` */
  readonly topicArn?: string | undefined;
  /** Whether what is sent has what the agent asks; the page has it in any case. @default false */
  readonly includeMessage?: boolean | undefined;
}

const SNS_KEYS = { topicArn: true, includeMessage: true } as const satisfies Record<
  keyof SnsNotifierOptions,
  true
>;

function topicOf(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly arn: string; readonly region: string } {
  const [name, arn] =
    given === undefined
      ? [VARIABLE.humanTopic, environment[VARIABLE.humanTopic]]
      : ['topicArn of snsNotifier', given];
  if (!arn) {
    throw new ValidationFailed(
      `snsNotifier() has no topic: ${VARIABLE.humanTopic} is not set. Pass topicArn, or set it, as humanInTheLoop in the catalog does in deployed workflows.`,
    );
  }
  const region = TOPIC_ARN.exec(arn)?.[1];
  if (region !== undefined) return { arn, region };
  throw new ValidationFailed(
    `${name} is ${show(arn)}; it must be the ARN of a standard topic of SNS, such as arn:aws:sns:us-east-1:111122223333:people.`,
  );
}

const TOPIC_ARN = new RegExp(`^arn:aws[a-z-]*:sns:(${REGION_PATTERN}):[0-9]{12}:[A-Za-z0-9_-]{1,256}$`);
