import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type {
  JwtAuthorizerSettings,
  RolloutSettings,
  SessionStorageSettings,
} from '../../catalog/deployment-settings.ts';
import type { ServerProtocol } from '../../contract/host.ts';
import type { IWorkflowArtifact } from './workflow-artifact.ts';
import type { IWorkflowDefinition } from './workflow-definition.ts';

/** How a workflow runs; everything has a default. */
export interface WorkflowRuntimeOptions {
  /**
   * 1 to 1200 characters.
   * @default - none
   */
  readonly description?: string | undefined;
  /**
   * Environment variables of the workflow's process. Never secrets: they are readable in the console.
   * @default - only what the construct sets itself
   */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Without work for so long, a session ends: 60 s to 8 h.
   * @default - 15 minutes, as the service has it
   */
  readonly idleTimeout?: Duration | undefined;
  /**
   * After so long a session ends even if it is busy: 60 s to 8 h.
   * @default - 8 hours, as the service has it
   */
  readonly maxLifetime?: Duration | undefined;
  /**
   * Runs sessions in a VPC, where they reach what the VPC lets them reach. One that has public subnets only is an error:
   * sessions get no public address there.
   * @default - the service's public network
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html
   */
  readonly vpc?: ec2.IVpc | undefined;
  /**
   * In which subnets of {@link vpc}; AgentCore offers some availability zones only. 1 to 16.
   * @default - the private ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection | undefined;
  /**
   * Of the network interfaces in {@link vpc}, 1 to 16.
   * @default - a new one that lets everything out and nothing in
   */
  readonly securityGroups?: readonly ec2.ISecurityGroup[] | undefined;
  /**
   * What the runtime speaks: `HTTP` is a payload and its answer, `MCP` a tool for agents, which the program in {@link
   * WorkflowRuntimeProps.artifact} must then serve. A change is made in place, and makes a new version: clients of the former
   * protocol are refused from then on.
   * @default HTTP
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html
   */
  readonly serverProtocol?: ServerProtocol | undefined;
  /**
   * Headers of a call that AgentCore hands on, 1 to 20. `Authorization` needs {@link authorizer}.
   * @default - none but those of the service
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html
   */
  readonly requestHeaders?: readonly string[] | undefined;
  /**
   * A folder that a session finds again when it is resumed, for 14 days without work. A new version begins with an empty
   * one. The service calls this a preview.
   * @default - none
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-filesystem-configurations.html
   */
  readonly sessionStorage?: SessionStorageSettings | undefined;
  /**
   * Lets callers in by a token of an identity provider. The AWS SDKs can then no longer call the runtime, and `grantInvoke`
   * lets nobody in.
   * @default - callers sign with AWS credentials
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html
   */
  readonly authorizer?: JwtAuthorizerSettings | undefined;
  /**
   * Callers may say for which user they call, by the header `X-Amzn-Bedrock-AgentCore-Runtime-User-Id`. The service does not
   * verify that name: only for callers who are trusted to say it. `grantInvoke` then allows InvokeAgentRuntimeForUser, and the
   * role gets GetWorkloadAccessTokenForUserId, which AWS advises against where it is not needed.
   * @default false
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html
   */
  readonly userIds?: boolean | undefined;
  /**
   * Who may assume the execution role beside AgentCore, for `act run --stack … --assume-role`: ARNs of roles or users, which must
   * exist, or ids of accounts; no wildcards, at most 10. They may then do what the workflow may do. For development; not with
   * a `role` of yours, whose trust policy is yours.
   * @default - nobody
   */
  readonly roleCanBeAssumedBy?: readonly string[] | undefined;
  /**
   * The runtime version behind the endpoint `live`.
   * @default - the newest: every deployment goes live
   */
  readonly liveVersion?: string | undefined;
  /**
   * Tells callers the endpoint `DEFAULT`, which follows the runtime at once: then `cdk deploy --hotswap` and `cdk watch`
   * reach them. The CDK CLI swaps the runtime, but not the version behind `live`. For development; not with `liveVersion`.
   * @default false - callers are told `live`, which a deployment moves once the new version is ready
   */
  readonly hotswap?: boolean | undefined;
  /**
   * How long all logs are kept: those of the program, and of the functions and builds of the workflow. The latter are deleted
   * with their stack in any case.
   * @default - three months for those of the program, one month for those of functions and builds
   */
  readonly logRetention?: logs.RetentionDays | undefined;
  /**
   * Secrets of the workflow: each variable holds the ARN of its secret, which the role may read. The value is fetched by
   * the workflow, and is in no template and no console.
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, ISecret>> | undefined;
  /**
   * Delivers traces to X-Ray.
   * @default false
   */
  readonly tracing?: boolean | undefined;
  /**
   * Makes the policy that {@link tracing} needs in this stack, one for all its runtimes. An account can have five such policies:
   * with more stacks, make one {@link TraceDeliveryPolicy} for all and say `false`.
   * @default true
   * @see https://docs.aws.amazon.com/xray/latest/api/API_PutResourcePolicy.html
   */
  readonly deliveryPolicy?: boolean | undefined;
  /**
   * Logs that the service delivers: usage per session, and calls with their payloads and results.
   * @default - none
   */
  readonly delivery?:
    | {
        /** CPU and memory of each session. @default false */
        readonly usage?: boolean | undefined;
        /** Each call with its payload and result. @default false */
        readonly payloads?: boolean | undefined;
      }
    | undefined;
}

/** Properties of a {@link WorkflowRuntime}. */
export interface WorkflowRuntimeProps extends WorkflowRuntimeOptions {
  /** A letter, then letters, digits and `_`: at most 48. The only property whose change replaces the runtime. */
  readonly runtimeName: string;
  /** The code. */
  readonly artifact: IWorkflowArtifact;
  /** What the runs belong to. */
  readonly definition: IWorkflowDefinition;
  /**
   * The role that the workflow runs with. It gets what the workflow and the platform need, or a warning says that it takes no
   * policies. Its trust policy is not changed: it must let `bedrock-agentcore.amazonaws.com` assume it.
   * @default - a new one, for this runtime only
   */
  readonly role?: iam.IRole | undefined;
  /**
   * Calls each new version with a payload before the endpoint `live` gets it: when that fails, the deployment fails and is
   * rolled back. Not with `liveVersion`, `hotswap` or `authorizer`.
   * @default - `live` gets a new version once it is ready
   */
  readonly rollout?: RolloutSettings | undefined;
  /**
   * A customer key for the log groups. The policy of a key of this app is made to let CloudWatch Logs use it; that of an
   * imported key must do so already, and a warning (LOG_KEY_WARNING) says so.
   * @default - keys that CloudWatch Logs manages
   */
  readonly logEncryptionKey?: kms.IKey | undefined;
  /**
   * What becomes of the log groups when they leave the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy | undefined;
}
