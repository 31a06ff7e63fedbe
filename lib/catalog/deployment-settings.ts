import type { TraceWord } from '../contract/browser-trace.ts';
import type { FleetFormat, FleetSource } from '../contract/fleet-input.ts';
import type { WorkflowLifecycle } from './catalog.ts';
import type { ImageOptions } from './image-options.ts';
import type { StageOption } from './names.ts';

/**
 * How the workflows of a project are deployed: plain data, in one file of the project beside the catalog. Everything that
 * differs between an account of one's own and that of a bank is here.
 */
export interface DeploymentSettings {
  /** By what `-c env=<name>` says; a pipeline deploys them in this order. */
  readonly environments: Readonly<Record<string, DeploymentEnvironment>>;
  /**
   * What a personal stage is like: `-c env=ann`, for a name that no environment has, deploys it under names with `ann` in
   * them, so that several people share an account.
   * @default - no personal stages: another name is an error
   */
  readonly personal?: PersonalEnvironment | undefined;
  /**
   * The account in which the pipeline itself is, and how it is set up there.
   * @default - what the credentials say
   */
  readonly pipeline?: PipelineSettings | undefined;
}

/** The place of a deployment, and what every resource there must have. */
export interface DeploymentPlace {
  /** 12 digits. @default - that of the credentials; the templates work in any */
  readonly account?: string | undefined;
  /** What `cdk bootstrap --qualifier` was given there. @default - that of the CDK (hnb659fds) */
  readonly qualifier?: string | undefined;
  /** The managed policy that bounds every role: its name in the same account, or its ARN. @default - none */
  readonly permissionsBoundary?: string | undefined;
  /** Tags of all stacks and of all that is in them. @default - none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** The pipeline's own place. */
export interface PipelineSettings extends DeploymentPlace {
  /** Where the pipeline itself is. @default - that of the credentials, or us-east-1 */
  readonly region?: string | undefined;
  /**
   * Encrypts what stages hand on to each other, and the logs of builds, with a new key of the customer. Stages in other
   * accounts need that key: then there is one whatever is said here.
   * @default false - keys that the services manage
   */
  readonly customerKey?: boolean | undefined;
  /**
   * The workflow that is called after each deployment, or `false` for none. Not one with an `authorizer`, for which the
   * pipeline has no token.
   * @default - the first of the catalog
   */
  readonly smokeTest?: string | false | undefined;
}

/** How one deployment of all workflows is set up. What it says of workflows is for all that do not say otherwise. */
export interface DeploymentEnvironment
  extends DeploymentPlace,
    StageOption,
    // The version of a runtime means nothing to another runtime.
    Omit<WorkflowSettings, 'liveVersion'> {
  /** The first keeps its names when others are added. `-c regions=` says otherwise. @default - that of the credentials, or us-east-1 */
  readonly regions?: readonly string[] | undefined;
  /** `-c build=` says otherwise. @default docker */
  readonly build?: 'docker' | 'codebuild' | 'zip' | undefined;
  /** Whether data outlives its stack. @default true */
  readonly keepData?: boolean | undefined;
  /** Whether stacks must be unlocked before they can be deleted. @default - as `keepData` */
  readonly terminationProtection?: boolean | undefined;
  /** How long logs are kept: one of the numbers that CloudWatch Logs knows. @default 90 */
  readonly logRetentionDays?: number | undefined;
  /** How long traces and results of runs are kept. @default 90 */
  readonly artifactRetentionDays?: number | undefined;
  /**
   * Encrypts bucket, repository and logs with a key of the customer: a new one, or the one with this ARN, whose policy must
   * let CloudWatch Logs use it.
   * @default false - keys that the services manage
   */
  readonly customerKey?: boolean | string | undefined;
  /**
   * The name of the bucket for the access log of the artifact bucket: of the same account and region. Its policy must let
   * `logging.s3.amazonaws.com` put objects.
   * @default - no access log
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
   */
  readonly accessLogBucket?: string | undefined;
  /** Callers get what `cdk deploy --hotswap` and `cdk watch` swap, at once: for development. @default false */
  readonly hotswap?: boolean | undefined;
  /** Ends runs that stay RUNNING because their session is gone, on a schedule. @default false */
  readonly lostRuns?: boolean | LostRunsSettings | undefined;
  /** ARNs of customer keys with which secrets are encrypted: workflows with secrets may decrypt with them, by Secrets Manager. @default - none */
  readonly secretKeys?: readonly string[] | undefined;
  /** Whether a pipeline deploys it. @default true */
  readonly pipeline?: boolean | undefined;
  /** Whether a person approves before a pipeline deploys it. @default - true for all but the first */
  readonly approval?: boolean | undefined;
  /** Settings of single workflows here, by their names. They come before those of the catalog. @default - none */
  readonly workflows?: Readonly<Record<string, WorkflowSettings>> | undefined;
}

/** An environment without what is not for everybody's own. */
export type PersonalEnvironment = Omit<
  DeploymentEnvironment,
  'stage' | 'pipeline' | 'approval' | 'workflows'
>;

/**
 * How a workflow runs and is watched. An environment says it for all, the catalog for one workflow everywhere, `workflows` of an
 * environment for one workflow there; the last one counts, variable by variable and secret by secret.
 */
export interface WorkflowSettings {
  /** Environment variables of the workflow's process. Never secrets: they are readable in the AWS console. @default - none */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Secrets of AWS Secrets Manager, by variables of the workflow's process: each variable holds the ARN of its secret, whose
   * value the workflow may get. A secret is said by its name, in the account and the region of the stack, or by its complete ARN.
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** What images are built with, member by member. @default - the defaults of container/Dockerfile */
  readonly image?: ImageOptions | undefined;
  /** Session limits, member by member. @default - those of AgentCore */
  readonly lifecycle?: WorkflowLifecycle | undefined;
  /** Runs sessions in subnets of a VPC; `false` for the service's public network. @default false */
  readonly vpc?: VpcSettings | false | undefined;
  /** Delivers traces to X-Ray. @default false */
  readonly tracing?: boolean | undefined;
  /** Logs that the service delivers, member by member: usage per session, and calls with payloads and results in clear text. @default - none */
  readonly delivery?:
    | {
        /** CPU and memory of each session. @default false */
        readonly usage?: boolean | undefined;
        /** Each call with its payload and result. @default false */
        readonly payloads?: boolean | undefined;
      }
    | undefined;
  /** Alarms and a dashboard; `true` takes what a more general place says of them. @default false */
  readonly monitoring?: boolean | MonitoringSettings | undefined;
  /** Headers of a call that the workflow gets, 1 to 20. @default - none but those of the service */
  readonly requestHeaders?: readonly string[] | undefined;
  /** A folder that a session finds again when it is resumed; `false` for none. @default false */
  readonly sessionStorage?: SessionStorageSettings | false | undefined;
  /** Callers show a token of an identity provider; `false`: they sign with AWS credentials. @default false */
  readonly authorizer?: JwtAuthorizerSettings | false | undefined;
  /** Callers may say for which user they call (`X-Amzn-Bedrock-AgentCore-Runtime-User-Id`). @default false */
  readonly userIds?: boolean | undefined;
  /**
   * Makes a profile of AgentCore Browser, in which sessions of the workflow with `auth: agentCoreProfile()` keep their sign-ins.
   * For `zip`, where the browser is AgentCore's. It goes with its stack.
   * @default false
   */
  readonly browserProfile?: boolean | undefined;
  /**
   * Where the workflow asks people with `webHuman()`: a page and its API, a table for the questions, and a topic that tells people, all
   * of its own stack; `true` takes what a more general place says of them. They go with the stack.
   * @default false
   */
  readonly humanInTheLoop?: boolean | HumanInTheLoopSettings | undefined;
  /**
   * Runs the workflow for each item of a list, many at a time, by a state machine of Step Functions: `act fleet start`. `true` takes what a
   * more general place says of it. Not for workflows with `authorizer`, nor for those that speak MCP.
   * @default false
   */
  readonly fleet?: boolean | FleetSettings | undefined;
  /**
   * Starts the workflow, or its fleet, at times: by EventBridge Scheduler. Not for workflows with `authorizer`, nor for those that speak MCP.
   * @default false
   */
  readonly schedule?: ScheduleSettings | false | undefined;
  /**
   * When Playwright's own traces of the browser are kept in the artifact bucket, unless the code says it: `off`, `on`,
   * `retain-on-failure`. They hold what pages and requests hold, in clear.
   * @default off
   */
  readonly trace?: TraceWord | undefined;
  /**
   * Who may assume the execution role beside AgentCore, for `act run --stack … --assume-role`: ARNs of roles or users, which must
   * exist, or ids of accounts; at most 10. They may then do what the workflow may do. For development; `[]` for nobody.
   * @default - nobody
   */
  readonly roleCanBeAssumedBy?: readonly string[] | undefined;
  /**
   * Calls a new version with this payload before callers get it; when that fails, the deployment is rolled back and callers
   * keep what they have. `false`: callers get a new version once it is ready.
   * @default false
   */
  readonly rollout?: RolloutSettings | false | undefined;
  /** The runtime version that callers get: a number in a string. Of a workflow, not of an environment. @default - the newest */
  readonly liveVersion?: string | undefined;
}

/** Where in a VPC. Its subnets must reach Nova Act, S3, CloudWatch Logs, ECR and what the workflow looks at. */
export interface VpcSettings {
  /** `vpc-…` */
  readonly vpcId: string;
  /** `subnet-…`, 1 to 16: private ones. AgentCore offers some availability zones only. */
  readonly subnetIds: readonly string[];
  /** `sg-…`, 1 to 16. @default - a new one that lets everything out and nothing in */
  readonly securityGroupIds?: readonly string[] | undefined;
}

/** What alarms do, and when calls are slow. */
export interface MonitoringSettings {
  /** ARNs of SNS topics and the like, each for the region that it is in. @default - alarms only change their state */
  readonly alarmActions?: readonly string[] | undefined;
  /** How long calls may take. @default 720 */
  readonly latencySeconds?: number | undefined;
}

/** When a run counts as lost, and how often such runs are looked for; whole minutes, up to a day. */
export interface LostRunsSettings {
  /** How much longer than `maxLifetimeSeconds` a run may be RUNNING. @default 15 */
  readonly marginMinutes?: number | undefined;
  /** How often runs are looked for. @default 15 */
  readonly everyMinutes?: number | undefined;
}

/** Session storage of AgentCore. */
export interface SessionStorageSettings {
  /** `/mnt/<name>`: one folder below /mnt. */
  readonly mountPath: string;
}

/**
 * Whose tokens are let in. At least one of the three lists must be there.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html
 */
export interface JwtAuthorizerSettings {
  /** The address of the provider's configuration; ends in `/.well-known/openid-configuration`. */
  readonly discoveryUrl: string;
  /** Values of `aud`, one of which a token must have. @default - any */
  readonly allowedAudience?: readonly string[] | undefined;
  /** Values of `client_id`, one of which a token must have. @default - any */
  readonly allowedClients?: readonly string[] | undefined;
  /** Values of `scope`, one of which a token must have. @default - any */
  readonly allowedScopes?: readonly string[] | undefined;
}

/** Whom a workflow can ask, and how; member by member. */
export interface HumanInTheLoopSettings {
  /**
   * How people sign in before they take over a browser; `false`: nobody can take over. Not with `authorizer`, nor for workflows that
   * speak MCP, whose sessions people cannot be connected to.
   * @default false
   */
  readonly signIn?: SignInSettings | false | undefined;
  /**
   * Addresses of e-mail that are told, 1 to 20: each must first follow the link that Amazon SNS sends it. They are in the template.
   * @default - nobody: who wants to be told subscribes to the topic
   */
  readonly notify?: readonly string[] | undefined;
}

/**
 * How people sign in: a client of an identity provider of OpenID Connect, for pages in browsers (authorization code with PKCE, no
 * client secret). The address of the page must be registered there.
 */
export interface SignInSettings {
  /** `https://…`, exactly as the claim `iss` of the tokens has it. */
  readonly issuer: string;
  /** The id that the provider has given the page. */
  readonly clientId: string;
  /**
   * The claim `aud` of the tokens; where they have none, `client_id`. What is given here the page asks the provider for, as `audience`:
   * Auth0 gives tokens that nobody else can read without it; those of Amazon Cognito have a `client_id`, and need none.
   * @default - the clientId, and the page asks for none
   */
  readonly audience?: string | undefined;
  /**
   * What the page asks for when somebody signs in, 1 to 20. Of those that are not OpenID's own (openid, profile, email, address, phone,
   * offline_access) a token must have one, or its owner cannot take over.
   * @default openid: every user of the client may take over
   */
  readonly scopes?: readonly string[] | undefined;
}

/** How a new version shows that it works. */
export interface RolloutSettings {
  /** What the workflow is called with: JSON of at most 50,000 bytes. It is in the template, so no secrets. */
  readonly payload: unknown;
  /** How long the call may take, at most 14 minutes. @default 600 */
  readonly timeoutSeconds?: number | undefined;
}

/** How the workflow runs for each item of a list; member by member. */
export interface FleetSettings {
  /**
   * How many items run at a time, 1 to 10,000, where an execution does not say it. Each makes a step of Nova Act about every four seconds,
   * of which an account has five a second unless its quota was raised.
   * @default 20
   * @see https://docs.aws.amazon.com/nova-act/latest/userguide/quotas.html
   */
  readonly concurrency?: number | undefined;
  /**
   * Of 100 items, so many may fail before no more are started, and the execution fails: 0 to 100, where an execution does not say it. Only
   * of an execution that failed, or was stopped, the failed items can be run again in place.
   * @default 10
   */
  readonly toleratedFailurePercentage?: number | undefined;
  /** How often an item is begun again by itself. @default - once after a lost session, never after an error */
  readonly retries?: FleetRetries | undefined;
  /** How long after the last sign of life the session of an item counts as lost: 30 to 3600 seconds. @default 300 */
  readonly lostAfterSeconds?: number | undefined;
  /**
   * Names of other buckets in which items may be, up to 10: of the same account and region. One that is encrypted with a customer key needs a
   * policy of the key that lets the role of the state machine decrypt.
   * @default - the artifact bucket of the workflow, and what startOnUpload and schedule name
   */
  readonly itemBuckets?: readonly string[] | undefined;
  /** Starts the fleet whenever a file of items is uploaded; `false` for never. @default false */
  readonly startOnUpload?: UploadSettings | false | undefined;
  /** The quotas of the account, if they were raised: synthesis warns of a concurrency that they do not allow. @default - those of a new account */
  readonly quotas?: FleetQuotas | undefined;
}

/** How often an item is begun again: 0 to 10 times. */
export interface FleetRetries {
  /** After its session was lost. @default 1 */
  readonly lost?: number | undefined;
  /** After the workflow ended with an error. @default 0 */
  readonly failed?: number | undefined;
}

/** Quotas that limit how many items run at a time. */
export interface FleetQuotas {
  /** Steps of acts a second, in the account: `InvokeActStep` of Nova Act. @default 5 */
  readonly actStepsPerSecond?: number | undefined;
  /** Sessions of AgentCore Runtime at a time, in the account and region. @default 2500 */
  readonly activeSessions?: number | undefined;
}

/** Uploaded files with items. */
export interface UploadSettings {
  /**
   * The name of a bucket of the same account and region that sends its events to EventBridge.
   * @default - the artifact bucket of the workflow: then there must be a `prefix`, outside of what workflows write
   */
  readonly bucket?: string | undefined;
  /** What their keys begin with, such as `uploads/prices/`. @default - anything */
  readonly prefix?: string | undefined;
  /** What their keys end with, such as `.jsonl`. @default - anything */
  readonly suffix?: string | undefined;
  /** How items are written down there. @default - by the suffix: `.jsonl`, `.csv` or `.json` */
  readonly format?: Exclude<FleetFormat, 'objects'> | undefined;
}

/** When a workflow is started, and with what. Exactly one of `cron`, `rate` and `at` must be there. */
export interface ScheduleSettings {
  /**
   * Six fields of EventBridge Scheduler: minutes, hours, day of month, month, day of week, year; `?` in one of the two days. Such as
   * `0 3 * * ? *`, every night at three.
   * @default - not this way
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly cron?: string | undefined;
  /** How often from the deployment on, such as `1 hour` or `90 minutes`. @default - not this way */
  readonly rate?: string | undefined;
  /** Once, such as `2031-12-24T18:00:00`. When that is over, synthesis fails until it is removed. @default - not this way */
  readonly at?: string | undefined;
  /** The time zone of `cron` and `at`, such as `Europe/Berlin`. @default UTC */
  readonly timeZone?: string | undefined;
  /** Within how many minutes from then on it may start: 1 to 1440. @default - within a minute */
  readonly windowMinutes?: number | undefined;
  /** `false` keeps the schedule, which then starts nothing. @default true */
  readonly enabled?: boolean | undefined;
  /**
   * What one run is called with: an object, as JSON of at most 196,608 bytes. It is in the template, so no secrets.
   * `<aws.scheduler.scheduled-time>` in its texts becomes the time.
   * @default - an empty object, or `items`; beside a fleet, one of both must be there
   */
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  /** Starts the fleet instead, with these items. @default - one run, with `payload` */
  readonly items?: FleetSource | undefined;
}
