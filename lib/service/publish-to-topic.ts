import { SERVICE_NAME } from '../contract/protocol.ts';
import { FORM_TYPE } from '../core/media-types.ts';
import { fewAttempts } from './few-attempts.ts';
import { isRefusedForNow, RefusedRequest } from './refused-request.ts';
import { signedFetch } from './signed-fetch.ts';

/**
 * Publishes one message to a topic of SNS. One request is all that is needed, so its client is not a part of every bundle. What is
 * repeated may arrive twice.
 *
 * @throws SnsError, or what the network says. Repeated before that.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export async function publishToTopic(message: TopicMessage): Promise<void> {
  const { url, region, arn, subject, text, signal } = message;
  const send = signedFetch({ url, region, serviceId: 'SNS', signingName: SERVICE_NAME.sns });
  const body = new URLSearchParams({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: arn,
    Subject: subjectOf(subject),
    Message: text,
  }).toString();
  const attempt = async (): Promise<void> => {
    const response = await send({
      url: new URL(url),
      method: 'POST',
      headers: { 'content-type': FORM_TYPE },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PUBLISH_TIMEOUT_MS)]),
    });
    const said = await response.text();
    if (!response.ok) throw refusalOf(response.status, said);
    if (!said.includes('<MessageId>'))
      throw new SnsError('NoMessageId', `what answers at ${new URL(url).host} is not SNS`, false);
  };
  await fewAttempts(attempt, {
    isFinal: (error) => signal.aborted || (error instanceof SnsError && !error.isTransient),
    ...{ delayMs: PUBLISH_PAUSE_MS, signal },
  });
}

export interface TopicMessage {
  /** The endpoint of SNS. */
  readonly url: string;
  readonly region: string;
  readonly arn: string;
  readonly subject: string;
  readonly text: string;
  readonly signal: AbortSignal;
}

/** SNS refused, or failed. */
export class SnsError extends RefusedRequest {
  constructor(name: string, message: string, isTransient: boolean) {
    super(name, `${name}: ${message}`, isTransient);
  }
}

/** SNS takes ASCII of one line, of fewer than 100 characters. */
function subjectOf(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, MAX_SUBJECT_LENGTH);
}

function refusalOf(status: number, said: string): SnsError {
  const [code = `HTTP ${status}`, message = 'without a reason'] = ['Code', 'Message'].map(
    (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(said)?.[1],
  );
  return new SnsError(code, message, isRefusedForNow(status, code));
}

const MAX_SUBJECT_LENGTH = 99;
const PUBLISH_TIMEOUT_MS = 10_000;
const PUBLISH_PAUSE_MS = 150;
