import { Duration, Resource, Stack } from 'aws-cdk-lib';
import {
  type HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { deskPageScript } from '../../bundle/desk-page-script.ts';
import type { SignInSettings } from '../../catalog/deployment-settings.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { explainCalledFunction } from '../nag/function-reasons.ts';
import {
  checkAsker,
  checkHumanInTheLoop,
  checkHumanInTheLoopShape,
} from '../validation/human-in-the-loop.ts';
import { throwIfAny } from '../validation/problems.ts';
import { BundledFunction } from './bundled-function.ts';
import { askPaths, DeskApi } from './desk-api.ts';
import type { HumanInTheLoopProps, IHumanInTheLoop } from './human-in-the-loop-props.ts';
import { allowLogGroups } from './log-key.ts';
import { grantNotices, NoticeTopic, tellByMail } from './notice-topic.ts';
import { DESK_TABLE_ACTIONS } from './perms.ts';
import { QuestionTable, questionStatements } from './question-table.ts';

/**
 * Where workflows on AWS ask people with `webHuman()`: an HTTP API with a page, a table for the questions, and a topic that tells people.
 * For one workflow or for many; each gets rights on the questions of its own definition only (`humanInTheLoop` of NovaActWorkflow).
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 */
export class HumanInTheLoop extends Resource implements IHumanInTheLoop {
  readonly humanInTheLoopUrl: string;
  readonly topic: ITopic;
  readonly api: HttpApi;
  readonly table: QuestionTable;
  readonly authorizer: IHttpRouteAuthorizer | undefined;
  readonly encryptionKey: IKey | undefined;

  constructor(scope: Construct, id: string, props: HumanInTheLoopProps = {}) {
    throwIfAny('human in the loop', checkHumanInTheLoopShape(id, props));
    throwIfAny('human in the loop', checkHumanInTheLoop(id, props));
    super(scope, id);
    const { signIn, encryptionKey, logRetention = RetentionDays.THREE_MONTHS, removalPolicy } = props;
    this.encryptionKey = encryptionKey;
    if (encryptionKey) allowLogGroups(this, encryptionKey);

    this.table = new QuestionTable(this, 'Questions', { encryptionKey, removalPolicy });
    const desk = new BundledFunction(this, 'Desk', {
      kind: 'desk',
      description: 'Keeps the questions of workflows, and serves the page where people answer',
      timeout: Duration.seconds(15),
      statements: questionStatements({ table: this.table, actions: DESK_TABLE_ACTIONS, encryptionKey }),
      files: { 'page.js': deskPageScript() },
      environment: {
        TABLE_NAME: this.table.tableName,
        ...(signIn && { SIGN_IN: Stack.of(this).toJsonString(signIn) }),
      },
      logRetention,
      logEncryptionKey: encryptionKey,
    });
    explainCalledFunction(desk.function);
    const { api } = new DeskApi(this, 'Http', {
      desk: desk.function,
      throttle: props.throttle,
      logRetention,
      encryptionKey,
    });
    this.api = api;
    this.humanInTheLoopUrl = api.apiEndpoint;
    this.authorizer = signIn && this.#authorizer(signIn);
    this.topic = props.topic ?? new NoticeTopic(this, 'Notices', { encryptionKey });
    for (const address of props.notify ?? []) tellByMail(this.topic, address);
  }

  grantAsk(grantee: iam.IGrantable, workflowDefinitionName: string): iam.Grant {
    const { account } = this.env;
    throwIfAny(
      'human in the loop',
      checkAsker({
        where: `${this.node.id}.grantAsk`,
        grantee,
        definitionName: workflowDefinitionName,
        account,
      }),
    );
    const stack = Stack.of(this);
    const ask = iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: askPaths(workflowDefinitionName).map((path) =>
        stack.formatArn({ service: SERVICE_NAME.executeApi, resource: this.api.apiId, resourceName: path }),
      ),
    });
    const key = this.topic instanceof NoticeTopic ? this.encryptionKey : this.topic.masterKey;
    return ask.combine(grantNotices(this.topic, grantee, key));
  }

  /** One for all workflows: an API has ten at most. */
  #authorizer({ issuer, clientId, audience = clientId, scopes = [] }: SignInSettings): IHttpRouteAuthorizer {
    const { authorizerId } = new HttpAuthorizer(this, 'SignIn', {
      httpApi: this.api,
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: issuer,
      jwtAudience: [audience],
    });
    const authorizationScopes = scopes.filter((scope) => !OPENID_SCOPES.includes(scope));
    return {
      bind: () => ({ authorizationType: HttpAuthorizerType.JWT, authorizerId, authorizationScopes }),
    };
  }
}

/**
 * What every user of a client may be given: they say something of nobody. Of others a token must have one.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
 */
const OPENID_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];
