import { describe, expect, test } from '@jest/globals';
import { readPublish } from '../../../lib/local/sns/read-publish.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:people';

const read = (input: Record<string, string>) =>
  readPublish(new URLSearchParams({ TopicArn: TOPIC, Message: 'Hello', ...input }), 'us-east-1');

describe('what is published', () => {
  test.each<[string, Record<string, string>, object]>([
    [
      'with a subject',
      { Subject: 'A question' },
      { topicArn: TOPIC, subject: 'A question', message: 'Hello' },
    ],
    ['without one', {}, { topicArn: TOPIC, message: 'Hello' }],
    [
      'with a subject of 99 characters, not all of ASCII',
      { Subject: `${'é'.repeat(98)}🙂` },
      { message: 'Hello' },
    ],
    [
      'for each protocol',
      { MessageStructure: 'json', Message: '{"default":"Hi","sms":"H"}' },
      { message: 'Hi' },
    ],
    ['of the largest size', { Message: 'x'.repeat(262_144) }, { topicArn: TOPIC }],
  ])('%s is taken', (_what, input, taken) => {
    expect(read(input)).toMatchObject(taken);
  });

  test('by TargetArn is taken, too', () => {
    const input = new URLSearchParams({ TargetArn: TOPIC, Message: 'Hello' });
    expect(readPublish(input, 'us-east-1')).toEqual({ topicArn: TOPIC, message: 'Hello' });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['an empty subject', { Subject: '' }, /^Invalid parameter: Subject/],
    ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, /Subject Reason: it must have 1 to 99/],
    ['a subject of two lines', { Subject: 'a\nb' }, /Subject/],
    ['a subject with a control character', { Subject: 'a\u0007b' }, /Subject/],
    ['an empty message', { Message: '' }, /^Invalid parameter: Empty message$/],
    ['a message of too many bytes', { Message: 'é'.repeat(131_073) }, /Message too long$/],
    [
      'attributes that make it too long',
      { Message: 'x'.repeat(262_100), 'MessageAttributes.entry.1.Value.StringValue': 'x'.repeat(45) },
      /Message too long$/,
    ],
    ['a structure that is not JSON', { MessageStructure: 'json' }, /failed to parse$/],
    [
      'a structure without a default',
      { MessageStructure: 'json', Message: '{"sms":"H"}' },
      /No default entry/,
    ],
    ['an unknown structure', { MessageStructure: 'xml' }, /it must be json, or left out$/],
    ['a name in the place of the ARN', { TopicArn: 'people' }, /must have at least 6 elements, not 1$/],
    [
      'the ARN of a subscription',
      { TopicArn: `${TOPIC}:8a21d249` },
      /not the ARN of a topic, such as arn:aws:sns/,
    ],
    ['a FIFO topic', { TopicArn: `${TOPIC}.fifo` }, /standard topics only/],
    [
      'a topic of another region',
      { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:people' },
      /it is of eu-west-1, and the request is signed for us-east-1$/,
    ],
    ['two targets', { TargetArn: TOPIC }, /Both TopicArn and TargetArn/],
  ])('with %s is refused', (_what, input, message) => {
    expect(read(input)).toEqual({
      status: 400,
      name: 'InvalidParameter',
      message: expect.stringMatching(message),
    });
  });

  test.each<[Record<string, string>, RegExp]>([
    [{}, /no value for required parameter$/],
    [{ PhoneNumber: '+15550100' }, /sends no SMS/],
  ])('to %p instead of a topic is refused', (input, message) => {
    expect(readPublish(new URLSearchParams({ ...input, Message: 'Hello' }), 'us-east-1')).toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringMatching(message),
    });
  });
});
