import type { IConstruct } from 'constructs';
import { explain, explainRules } from './explain.ts';

/** Why the table of questions is as it is. */
export function explainQuestionTable(table: IConstruct): void {
  const noBackup =
    'A question is worth nothing when its workflow has ended, and the picture of its page should not outlive it in a backup. ' +
    'Who answered what is in the records of the runs.';
  explain(table, { id: 'AwsSolutions-DDB3', reason: noBackup });
  explainRules(
    table,
    { rule: 'DynamoDBPITREnabled', reason: noBackup },
    { rule: 'DynamoDBInBackupPlan', reason: noBackup },
  );
}

/** Why everybody may call a route. */
export function explainPublicRoute(route: IConstruct): void {
  explain(route, {
    id: 'AwsSolutions-APIG4',
    reason:
      'People answer with the token of their link, 256 random bits in the body, whose hash the function compares; without one the page ' +
      'shows nothing. Requests are throttled, and API Gateway has no firewall (WAF) for HTTP APIs.',
  });
}
