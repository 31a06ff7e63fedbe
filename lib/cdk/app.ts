import { Annotations, App, type AppProps, Stack } from 'aws-cdk-lib';
import { checkCatalog } from '../catalog/catalog.ts';
import { checkSettings } from '../catalog/define-settings.ts';
import type { DeploymentSettings } from '../catalog/deployment-settings.ts';
import type { WorkflowCatalogEntry } from '../catalog/index.ts';
import { validEnvironments } from '../catalog/valid-part.ts';
import { isRecord } from '../core/is-record.ts';
import { withoutTwins } from '../core/problems.ts';
import { readAppSettings, type SettingsSources } from './app-settings.ts';
import { defaultSettings } from './environments.ts';
import { GitHubDeployStack } from './stacks/github-deploy-stack.ts';
import { checkPipelineStack, PipelineStack } from './stacks/pipeline-stack.ts';
import { checkRegionalStacks, makeRegionalStacks } from './stacks/regional-stacks.ts';
import { throwIfAny } from './validation/problems.ts';
import { checkStageNames } from './validation/stages.ts';

/** What an app is made of. */
export interface WorkflowAppOptions {
  /** The workflows: a stack is made of each. */
  readonly catalog: readonly WorkflowCatalogEntry[];
  /**
   * How the workflows are deployed.
   * @default defaultSettings
   */
  readonly settings?: DeploymentSettings | undefined;
  /** The folder that the entries of the catalog are relative to. */
  readonly projectRoot: string;
  /**
   * Where account and region come from when the settings do not say them.
   * @default - no account, us-east-1
   */
  readonly processEnvironment?: SettingsSources['processEnvironment'] | undefined;
  /** For tests: what `App` takes. @default - what the CDK CLI hands over */
  readonly appProps?: AppProps | undefined;
}

/**
 * The app, as the settings and the command line want it:
 *
 * - by itself, a FoundationStack and a WorkflowStack for each entry of the catalog; `-c env=production` chooses the
 *   environment (the first of the settings unless it is given), `-c env=ann` a personal stage, `-c build=codebuild` how
 *   workflows are built, `-c regions=us-east-1,us-west-2` where they go; stacks of the second region and of those after it
 *   have the region at the end of their names
 * - with `-c connection=<ARN> -c repository=<owner/name> -c branch=<name>`, the pipeline that deploys all environments
 * - with `-c github=<owner/name>`, the role with which GitHub Actions deploys (`-c githubProvider=<ARN>` if the account
 *   knows GitHub already; with `-c env=production` that of this environment, in its account and for its regions)
 *
 * @throws WorkflowConfigurationError with all problems of catalog, settings and command line, before anything is bundled
 */
export function workflowApp(options: WorkflowAppOptions): App {
  const { projectRoot, processEnvironment = {}, settings = defaultSettings } = options;
  const app = new App(options.appProps);
  const context = (key: string): unknown => app.node.tryGetContext(key);
  const { valid: catalog, names, problems } = checkCatalog(options.catalog);
  const workflows = names.map((name) => catalog.find((entry) => entry.name === name) ?? { name });
  const chosen = readAppSettings({
    context,
    contextKeys: Object.keys(app.node.getAllContext()),
    processEnvironment,
    settings: isRecord(settings) ? settings : NO_SETTINGS,
    workflows,
  });
  const { environment, build, account, regions, home, pipeline, gitHub } = chosen;
  const [region, ...otherRegions] = regions;
  const env = { ...(account && { account }), region };
  const deployment = { catalog, projectRoot, environment, build, env, otherRegions };
  const stages = Object.values(validEnvironments(settings)).flatMap(({ stage }) => stage ?? []);
  const pipelineProps =
    pipeline === undefined
      ? undefined
      : {
          source: pipeline,
          catalog,
          projectRoot,
          settings,
          env: home,
          build: chosen.givenBuild === 'docker' ? undefined : chosen.givenBuild,
        };
  const isDeployment = gitHub === undefined && pipeline === undefined;
  throwIfAny(
    'app',
    withoutTwins([
      ...problems,
      ...checkSettings({ settings, catalog: workflows }),
      ...chosen.problems,
      ...checkStageNames({ catalog, stages }),
      ...(isDeployment ? checkRegionalStacks(deployment, chosen.where) : []),
      ...(pipelineProps === undefined ? [] : checkPipelineStack(PIPELINE, pipelineProps)),
    ]),
  );

  if (gitHub !== undefined) {
    const { environmentName, ...trusted } = gitHub;
    const of = {
      gitHubEnvironment: environmentName,
      nameSuffix: environmentName,
      place: environment,
      regions,
    };
    const props = environmentName === undefined ? { ...trusted, env: home } : { ...trusted, ...of, env };
    new GitHubDeployStack(app, 'GitHubDeploy', props);
  } else if (pipelineProps !== undefined) {
    new PipelineStack(app, PIPELINE, pipelineProps);
  } else {
    makeRegionalStacks(app, deployment);
    if (chosen.personalStage !== undefined) notePersonalStage(app, chosen.personalStage);
  }
  return app;
}

/** The id of the pipeline's stack. */
const PIPELINE = 'Pipeline';

/** In place of what is no settings at all. */
const NO_SETTINGS: DeploymentSettings = { environments: {} };

/** Where everybody sees it who synthesizes or deploys. */
function notePersonalStage(app: App, stage: string): void {
  const stacks = app.node.children.filter((child) => Stack.isStack(child));
  const [foundation] = stacks;
  if (foundation === undefined) return;
  Annotations.of(foundation).addInfo(
    `"${stage}" is a personal stage, with stacks of its own: ${stacks.map(({ stackName }) => stackName).join(', ')}. ` +
      `Take it down with "npx cdk destroy --all -c env=${stage}".`,
  );
}
