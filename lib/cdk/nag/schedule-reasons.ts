import type { IConstruct } from 'constructs';
import { explain } from './explain.ts';

/** Why the queue of starts that failed has no such queue itself. */
export function explainFailedStarts(queue: IConstruct): void {
  explain(queue, {
    id: 'AwsSolutions-SQS3',
    reason:
      'It is the queue of what could not be delivered, of a schedule. Nothing receives from it by itself: people look what is there, and delete it.',
  });
}
