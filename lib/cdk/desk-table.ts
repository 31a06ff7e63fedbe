import type { QuestionKey } from '../contract/question.ts';

/** How the table of a desk is made: what its construct says, and its functions count upon. */
export const DESK_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** When DynamoDB deletes a record: seconds since 1970. */
  ttl: 'ttl',
} as const;

/** Neither the names of definitions nor UUIDs have a slash. Policies let in those of one definition by its beginning. */
export function partitionKeyOf({ definitionName, questionId }: QuestionKey): string {
  return `${definitionName}/${questionId}`;
}
