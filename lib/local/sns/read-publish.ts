import { SERVICE_NAME } from '../../contract/protocol.ts';
import { topicIn } from '../../contract/topic-arn.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { Refusal } from '../guard.ts';
import type { PublishedMessage } from './published-messages.ts';

/**
 * What a call of `Publish` sends to which topic, or why SNS refuses it. Any standard topic of the region is taken for one that is there. Pure.
 *
 * @param region that the request is signed for
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function readPublish(
  input: URLSearchParams,
  region: string,
): Pick<PublishedMessage, 'topicArn' | 'subject' | 'message'> | Refusal {
  const [topicArn, targetArn] = [input.get('TopicArn'), input.get('TargetArn')];
  const arn = topicArn ?? targetArn;
  if (topicArn !== null && targetArn !== null) return invalid('Both TopicArn and TargetArn are given');
  if (arn === null) {
    return input.has('PhoneNumber')
      ? invalid('PhoneNumber Reason: local AWS sends no SMS, it has topics only')
      : invalid('TopicArn or TargetArn Reason: no value for required parameter');
  }
  const wrongTopic = topicProblem(arn, region);
  if (wrongTopic !== undefined) return invalid(`TopicArn Reason: ${wrongTopic}`);
  const subject = input.get('Subject');
  if (subject !== null && !SUBJECT.test(subject)) {
    return invalid(
      'Subject Reason: it must have 1 to 99 characters, none of which breaks the line or is a control character',
    );
  }
  const body = input.get('Message') ?? '';
  if (body === '') return invalid('Empty message');
  if (Buffer.byteLength(body) + attributeBytes(input) > MAX_MESSAGE_LENGTH_BYTES)
    return invalid('Message too long');
  const message = messageIn(body, input.get('MessageStructure'));
  if (typeof message !== 'string') return message;
  return { topicArn: arn, ...(subject !== null && { subject }), message };
}

/** The message with its attributes. */
const MAX_MESSAGE_LENGTH_BYTES = 262_144;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const SUBJECT = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,99}$/u;

function topicProblem(arn: string, region: string): string | undefined {
  const parts = arn.split(':');
  if (parts.length < ARN_PARTS) return `An ARN must have at least ${ARN_PARTS} elements, not ${parts.length}`;
  if (arn.endsWith('.fifo')) return 'local AWS has standard topics only, and this is a FIFO topic';
  const topic = topicIn(arn);
  if (topic === undefined)
    return `it is not the ARN of a topic, such as arn:aws:${SERVICE_NAME.sns}:${region}:111122223333:people`;
  return topic.region === region
    ? undefined
    : `it is of ${topic.region}, and the request is signed for ${region}`;
}

const ARN_PARTS = 6;

/** What subscribers get that ask for nothing else. */
function messageIn(body: string, structure: string | null): string | Refusal {
  if (structure === null) return body;
  if (structure !== 'json') return invalid('MessageStructure Reason: it must be json, or left out');
  const messages = parseJson(body);
  if (!isRecord(messages)) return invalid('Message Structure - JSON message body failed to parse');
  const { default: message } = messages;
  if (typeof message === 'string') return message;
  return invalid('Message Structure - No default entry in JSON message body');
}

/** Of their names, types and values. */
function attributeBytes(input: URLSearchParams): number {
  const texts = [...input]
    .filter(([name]) => name.startsWith('MessageAttributes.'))
    .map(([, value]) => value);
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function invalid(what: string): Refusal {
  return { status: 400, name: 'InvalidParameter', message: `Invalid parameter: ${what}` };
}
