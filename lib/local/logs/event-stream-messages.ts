import { EventStreamCodec } from '@smithy/core/event-streams';

/** The media type of an answer that is a stream of events of AWS. */
export const AWS_EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream';

/** One message of such a stream. @see https://smithy.io/2.0/aws/amazon-eventstream.html */
export function eventStreamMessage(event: string, payload: object): Uint8Array {
  return CODEC.encode({
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: event },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify(payload)),
  });
}

const CODEC = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text),
);
