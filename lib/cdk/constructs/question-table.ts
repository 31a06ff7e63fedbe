import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITableRef, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { DESK_TABLE, partitionKeyOf } from '../desk-table.ts';
import { explainQuestionTable } from '../nag/desk-reasons.ts';
import { TABLE_KEY_ACTIONS } from './perms.ts';

/**
 * The questions of workflows, and their pictures. On demand: most of the time nobody asks. Without backups: a question is
 * worth nothing when its workflow has ended, and its picture should not outlive it; what was answered is in the records of runs.
 */
export class QuestionTable extends Table {
  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly encryptionKey: IKey | undefined;
      readonly removalPolicy: RemovalPolicy | undefined;
    },
  ) {
    super(scope, id, {
      partitionKey: { name: DESK_TABLE.partitionKey, type: AttributeType.STRING },
      sortKey: { name: DESK_TABLE.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: DESK_TABLE.ttl,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
      ...(props.encryptionKey && {
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: props.encryptionKey,
      }),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    });
    explainQuestionTable(this);
  }
}

/** What reads and changes questions by their keys: no queries, no scans, no deletions. */
export function questionStatements(options: {
  readonly table: ITableRef;
  readonly actions: readonly string[];
  readonly encryptionKey: IKey | undefined;
  /** Whose questions. @default - those of all definitions */
  readonly definitionName?: string | undefined;
}): iam.PolicyStatement[] {
  const { table, actions, encryptionKey, definitionName } = options;
  const stack = Stack.of(table);
  return [
    new iam.PolicyStatement({
      actions: [...actions],
      resources: [table.tableRef.tableArn],
      // (Each of the actions says its keys.)
      ...(definitionName !== undefined && {
        conditions: {
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': [partitionKeyOf({ definitionName, questionId: '*' })],
          },
          // All of none is true.
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
    }),
    ...(encryptionKey
      ? [
          new iam.PolicyStatement({
            actions: [...TABLE_KEY_ACTIONS],
            resources: [encryptionKey.keyArn],
            conditions: {
              StringEquals: { 'kms:ViaService': `dynamodb.${stack.region}.${stack.urlSuffix}` },
            },
          }),
        ]
      : []),
  ];
}
