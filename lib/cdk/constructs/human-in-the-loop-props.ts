import type { IResource, RemovalPolicy } from 'aws-cdk-lib';
import type { IHttpApiRef, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { SignInSettings } from '../../catalog/deployment-settings.ts';

/** Properties of a {@link HumanInTheLoop}. */
export interface HumanInTheLoopProps {
  /**
   * How people sign in before they take over the browser of a workflow. The texts may be tokens, such as
   * `userPool.userPoolProviderUrl`; the address of the page ({@link IHumanInTheLoop.humanInTheLoopUrl} with a slash at its end) must
   * be registered with the provider.
   * @default - nobody can take over; people can approve with their link alone
   */
  readonly signIn?: SignInSettings | undefined;
  /**
   * The topic that tells people, with their link: a standard one. Whoever may read what is published there can answer.
   * @default - a new one
   */
  readonly topic?: ITopic | undefined;
  /**
   * Addresses of e-mail that are told, 1 to 20: each must first follow the link that Amazon SNS sends it. They are in the template.
   * @default - nobody: who wants to be told subscribes to {@link topic}
   */
  readonly notify?: readonly string[] | undefined;
  /**
   * A customer key for the table, the topic and the logs. An alias will not do. The policy of a key of this app is made to let CloudWatch Logs use it;
   * that of an imported key must do so already, and a warning (LOG_KEY_WARNING) says so.
   * @default - keys that the services manage
   */
  readonly encryptionKey?: IKey | undefined;
  /**
   * How many requests a second all people and workflows may make, and how many at once: more are refused by API Gateway.
   * @default - 50 a second, 100 at once
   */
  readonly throttle?: HumanInTheLoopThrottle | undefined;
  /**
   * How long the logs are kept: who called which path, and what the functions print. Neither has questions, answers or links.
   * @default - three months
   */
  readonly logRetention?: RetentionDays | undefined;
  /**
   * What becomes of the table. Its questions are gone a week after they have ended in any case, and who answered what is in the records
   * of the runs, so it goes with the stack unless this says otherwise.
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/** What API Gateway lets through. */
export interface HumanInTheLoopThrottle {
  /** Requests a second, on average: 1 to 10,000, which is the quota of an account. @default 50 */
  readonly rateLimit?: number | undefined;
  /** Requests at once: 1 to 5,000. @default 100 */
  readonly burstLimit?: number | undefined;
}

/** Where workflows ask people: a desk that keeps the questions, the page for the answers, and the topic that tells people. */
export interface IHumanInTheLoop extends IResource {
  /** The address of the desk, without a slash at its end: what `webHuman({ url })` takes. @attribute */
  readonly humanInTheLoopUrl: string;
  /** Tells people that they are asked. */
  readonly topic: ITopic;
  /** Whom API Gateway calls. */
  readonly api: IHttpApiRef;
  /** The questions. */
  readonly table: ITableRef;
  /** Who may take over; without it nobody can. */
  readonly authorizer: IHttpRouteAuthorizer | undefined;
  readonly encryptionKey: IKey | undefined;
  /**
   * Lets a principal ask for the runs of one definition, look whether its questions are answered, withdraw them, and tell people.
   *
   * @param grantee of the account of the desk
   * @param workflowDefinitionName with its fingerprint, if it has one; may be a token
   * @throws WorkflowConfigurationError when it is no name, or the principal is of another account
   */
  grantAsk(grantee: iam.IGrantable, workflowDefinitionName: string): iam.Grant;
}
