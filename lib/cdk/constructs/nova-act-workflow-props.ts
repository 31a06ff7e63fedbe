import path from 'node:path';
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { RolloutSettings } from '../../catalog/deployment-settings.ts';
import type { ImageOptions } from '../../catalog/image-options.ts';
import { runtimeNameFor } from '../../catalog/names.ts';
import type { TraceWord } from '../../contract/browser-trace.ts';
import type { BuildMode } from '../build-mode.ts';
import type { IBrowserProfile } from './browser-profile.ts';
import type { IHumanInTheLoop } from './human-in-the-loop-props.ts';
import type { LostRunsOptions } from './lost-run-sweep-props.ts';
import type { WorkflowAlarmsProps } from './workflow-alarms.ts';
import type { IWorkflowFoundation } from './workflow-foundation-props.ts';
import type { WorkflowRuntimeOptions } from './workflow-runtime-props.ts';

/** An image that was built elsewhere, such as by a pipeline of its own. */
export interface PrebuiltImage {
  /** Where it is: of this account and region, or one whose policy lets the runtime pull. */
  readonly repository: IRepository;
  /** `sha256:` and 64 hexadecimal digits: a tag may move, a digest does not. */
  readonly digest: string;
}

/** How a workflow is watched. */
export type WorkflowMonitoring = Omit<WorkflowAlarmsProps, 'runtime'>;

/** Properties of a {@link NovaActWorkflow}. */
export interface NovaActWorkflowProps {
  /**
   * The file that exports `main(payload)`, absolute or relative to the working directory. It is not read when the image
   * is prebuilt; the workflow is then only named after it.
   */
  readonly entry: string;
  /**
   * Kebab-case, at most 40 characters; names runtime and images.
   * @default - the name of the entry file
   */
  readonly workflowName?: string | undefined;
  /**
   * The name of the workflow definition.
   * @default - the workflow name
   */
  readonly definitionName?: string | undefined;
  /**
   * How the workflow runs and is watched.
   * @default - the defaults of WorkflowRuntime, without alarms and a dashboard
   */
  readonly runtime?:
    | (WorkflowRuntimeOptions & {
        /** 1 to 48 letters, digits and `_`, a letter first. @default - the workflow name with `_` for `-` */
        readonly runtimeName?: string | undefined;
        /** Four alarms and a dashboard; `true` for their defaults. @default false */
        readonly monitoring?: WorkflowMonitoring | boolean | undefined;
        /**
         * The role that the workflow runs with: it gets what it needs, and must let `bedrock-agentcore.amazonaws.com` assume it.
         * @default - a new one, for this runtime only
         */
        readonly role?: IRole | undefined;
      })
    | undefined;
  /**
   * Bucket, repository and log group that the workflow shares with others.
   * @default - new ones, for this workflow only
   */
  readonly foundation?: IWorkflowFoundation | undefined;
  /**
   * How the code becomes something that AgentCore runs. With `docker` the image goes where the synthesizer of the stack
   * puts image assets; the others use the repository of the foundation, or none. An image that exists already is named by
   * its digest. The context value `build` must not say otherwise.
   * @default - the context value `build` (`-c build=codebuild`), else docker
   */
  readonly build?: BuildMode | PrebuiltImage | undefined;
  /**
   * What the image is built with, for `docker` and `codebuild`; refused for the others.
   * @default - the defaults of container/Dockerfile
   */
  readonly image?: ImageOptions | undefined;
  /**
   * The profile that sessions with `auth: agentCoreProfile()` keep their sign-ins in: the workflow may use it, and finds it in
   * `NOVA_ACT_BROWSER_PROFILE`. For `zip`, where the browser is AgentCore's; refused for the others.
   * @default - none
   */
  readonly browserProfile?: IBrowserProfile | undefined;
  /**
   * Where `webHuman()` asks people: the workflow finds it in `NOVA_ACT_HUMAN_URL` and `NOVA_ACT_HUMAN_TOPIC_ARN`, and may ask for the runs of
   * its own definition only. With a sign-in people may also take over its browser, which needs `serverProtocol` HTTP and no `authorizer`.
   * @default - none
   */
  readonly humanInTheLoop?: IHumanInTheLoop | undefined;
  /**
   * When Playwright's own traces of the browser are kept in the artifact bucket, unless the code says it: `off`, `on` (of every act) or
   * `retain-on-failure`. They hold what pages and requests hold, in clear.
   * @default off
   */
  readonly trace?: TraceWord | undefined;
  /**
   * Ends runs that stay RUNNING because their session is gone (a process that was killed, or ran out of memory), and
   * completes the records of their invocations, by a function on a schedule; with an alarm, unless monitoring is off.
   * `true` takes the defaults.
   * @default false
   */
  readonly lostRuns?: LostRunsOptions | boolean | undefined;
  /**
   * Calls each new version with a payload before callers get it: when the workflow fails, the deployment fails and is rolled
   * back, and the endpoint `live` stays where it is. Not with `liveVersion`, `hotswap` or `authorizer`.
   * @default - callers get a new version once it is ready
   */
  readonly rollout?: RolloutSettings | undefined;
  /**
   * Whether the stack gets the outputs by which everyone else finds the workflow, such as `FormFillingRuntimeArn`, each but the
   * version exported as `<stack>:<key>`. They are made at synthesis, unless `addOutputs()` made them otherwise, and only where
   * their names are free; nested stacks get none.
   * @default true
   */
  readonly outputs?: boolean | undefined;
  /**
   * What becomes of the definition, the logs and, if they are its own, of bucket and images.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/** The three names of a workflow. */
export interface WorkflowNames {
  readonly workflow: string;
  readonly definition: string;
  readonly runtime: string;
}

/** The names that the properties give or imply. */
export function workflowNames(props: NovaActWorkflowProps): WorkflowNames {
  const workflow = props.workflowName ?? path.basename(props.entry).replace(/\.[^.]*$/, '');
  return {
    workflow,
    definition: props.definitionName ?? workflow,
    runtime: props.runtime?.runtimeName ?? runtimeNameFor({ workflow }),
  };
}
