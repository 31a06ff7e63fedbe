/** How the table of a desk is made: what its construct says, and its functions count upon. */
export const DESK_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** When DynamoDB deletes a record: seconds since 1970. */
  ttl: 'ttl',
} as const;
