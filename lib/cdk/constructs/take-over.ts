import { Duration } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { explainCalledFunction } from '../nag/function-reasons.ts';
import { BundledFunction } from './bundled-function.ts';
import { addTakeRoute } from './desk-api.ts';
import type { IHumanInTheLoop } from './human-in-the-loop-props.ts';
import { TAKE_OVER_ACTIONS, TAKE_OVER_TABLE_ACTIONS } from './perms.ts';
import { questionStatements } from './question-table.ts';
import type { IWorkflowRuntime } from './workflow-runtime-interface.ts';

/**
 * How people take over the browsers of one workflow: a route of the desk for those who have signed in, and a function that may make
 * addresses of sessions of this runtime, and nothing of another. It belongs to the workflow, so that a desk needs to know none of them.
 */
export class TakeOver extends Construct {
  constructor(scope: Construct, id: string, props: TakeOverProps) {
    super(scope, id);
    const { desk, runtime, definitionName, logEncryptionKey } = props;
    const takeOver = new BundledFunction(this, 'Function', {
      kind: 'take-over',
      description: `Connects people to browsers of ${definitionName}`,
      timeout: Duration.seconds(15),
      statements: [
        ...questionStatements({ ...desk, actions: TAKE_OVER_TABLE_ACTIONS, definitionName }),
        new iam.PolicyStatement({
          actions: [...TAKE_OVER_ACTIONS],
          // A call is authorised on the runtime and on the endpoint that it names.
          resources: [runtime.runtimeArn, runtime.endpointArn],
        }),
      ],
      environment: {
        TABLE_NAME: desk.table.tableRef.tableName,
        RUNTIME_ARN: runtime.runtimeArn,
        ENDPOINT_NAME: runtime.endpointName,
      },
      logRetention: props.logRetention,
      logEncryptionKey,
    });
    explainCalledFunction(takeOver.function);
    addTakeRoute(this, {
      api: desk.api,
      definitionName,
      takeOver: takeOver.function,
      authorizer: props.authorizer,
    });
  }
}

interface TakeOverProps {
  readonly desk: Pick<IHumanInTheLoop, 'api' | 'table' | 'encryptionKey'>;
  readonly authorizer: IHttpRouteAuthorizer;
  readonly runtime: IWorkflowRuntime;
  readonly definitionName: string;
  readonly logRetention: RetentionDays | undefined;
  readonly logEncryptionKey: IKey | undefined;
}
