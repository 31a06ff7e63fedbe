import type { IConstruct } from 'constructs';
import { explain } from './explain.ts';

/** Why the queue of what could not start a fleet has none of its own. */
export function explainUploadQueue(queue: IConstruct): void {
  explain(queue, {
    id: 'AwsSolutions-SQS3',
    reason:
      'It is where EventBridge puts what it could not deliver. Nothing takes messages out of it but people.',
  });
}
