import { Lazy, Names, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpApiRef,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type QuestionAction, questionPath } from '../../contract/question.ts';
import { explainPublicRoute } from '../nag/desk-reasons.ts';
import type { WildcardReason } from '../nag/explain.ts';
import type { HumanInTheLoopThrottle } from './human-in-the-loop-props.ts';

/**
 * The HTTP API of a desk. Workflows sign what they send; people show the token of their link, which is in the body and which the
 * function checks. How people take over is added for each workflow.
 */
export class DeskApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: DeskApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      // One name may be there twice; in the console it says whose it is.
      apiName: Names.uniqueResourceName(this, { maxLength: MAX_API_NAME_LENGTH }),
      description: 'Where workflows ask people',
      createDefaultStage: false,
    });
    const { rateLimit = 50, burstLimit = 100 } = props.throttle ?? {};
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: DESK_STAGE,
      autoDeploy: true,
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.#accessLog(props)),
        format: ACCESS_LOG_FORMAT,
      },
    });
    const integration = new HttpLambdaIntegration('Desk', props.desk);
    const signed = new HttpIamAuthorizer();
    const add = (
      routeId: string,
      method: HttpMethod,
      path: string,
      authorizer: IHttpRouteAuthorizer,
    ): void => {
      const routeKey = HttpRouteKey.with(path, method);
      const route = new HttpRoute(this, routeId, { httpApi: this.api, routeKey, integration, authorizer });
      if (authorizer !== signed) explainPublicRoute(route);
    };
    const open = new HttpNoneAuthorizer();
    add('Page', HttpMethod.GET, '/', open);
    add('Ask', HttpMethod.PUT, QUESTION, signed);
    add('State', HttpMethod.GET, QUESTION, signed);
    add('Withdraw', HttpMethod.POST, questionRoute('withdraw'), signed);
    add('Read', HttpMethod.POST, questionRoute('read'), open);
    add('Answer', HttpMethod.POST, questionRoute('answer'), open);
  }

  #accessLog(props: DeskApiProps): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      // Groups below /aws/vendedlogs/ need no policy of the account, of which there can be ten.
      logGroupName: `/aws/vendedlogs/apis/${Lazy.string({ produce: () => this.api.apiId })}`,
      retention: props.logRetention ?? RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey }),
    });
  }
}

interface DeskApiProps {
  readonly desk: IFunction;
  readonly throttle: HumanInTheLoopThrottle | undefined;
  readonly logRetention: RetentionDays | undefined;
  readonly encryptionKey: IKey | undefined;
}

/** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
const MAX_API_NAME_LENGTH = 128;

/** The stage whose addresses have no name of a stage in them. */
export const DESK_STAGE = '$default';

/** The path of questions: of one definition, or of all. */
export function questionRoute(action?: QuestionAction, definitionName = '{workflow}'): string {
  return questionPath({ definitionName, questionId: '{question}' }, action);
}

const QUESTION = questionRoute();

/**
 * The requests that a workflow may sign: those of its own definition. A star stands for slashes, too; routes end there, and the ids of
 * questions have none.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function askPaths(definitionName: string): readonly string[] {
  const path = (action?: QuestionAction): string => questionPath({ definitionName, questionId: '*' }, action);
  return [`PUT${path()}`, `GET${path()}`, `POST${path('withdraw')}`].map((rest) => `${DESK_STAGE}/${rest}`);
}

/** Why what a workflow may sign has a wildcard, whatever its definition is called. */
export const QUESTIONS_WILDCARD: WildcardReason = {
  finding: /:execute-api:.*\/(?:PUT|GET|POST)\/workflows\/[^/*]+\/questions\/\*(?:\/withdraw)?$/,
  reason: 'The questions of this workflow definition: their ids are not known beforehand.',
};

/** No bodies, no queries, no headers: tokens and answers are in bodies only. Paths have the ids of questions, which open nothing. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    sourceIp: '$context.identity.sourceIp',
    caller: '$context.identity.userArn',
    subject: '$context.authorizer.claims.sub',
    method: '$context.httpMethod',
    path: '$context.path',
    route: '$context.routeKey',
    status: '$context.status',
    responseBytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    integrationError: '$context.integrationErrorMessage',
    // In a word: messages have quotation marks, and `messageString` is no JSON where there is none.
    error: '$context.error.responseType',
  }),
);

/** A route that calls a function, for one workflow. */
export function addTakeRoute(
  scope: Construct,
  options: {
    readonly api: IHttpApiRef;
    readonly definitionName: string;
    readonly takeOver: IFunction;
    readonly authorizer: IHttpRouteAuthorizer;
  },
): HttpRoute {
  const { api, definitionName, takeOver, authorizer } = options;
  return new HttpRoute(scope, 'Take', {
    httpApi: api,
    routeKey: HttpRouteKey.with(questionRoute('take', definitionName), HttpMethod.POST),
    integration: new HttpLambdaIntegration('TakeOver', takeOver),
    authorizer,
  });
}
