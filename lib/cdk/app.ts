import { App, type AppProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { WorkflowCatalogEntry } from '../catalog/index.ts';
import { readAppSettings, type SettingsSources } from './app-settings.ts';
import { GitHubDeployStack } from './stacks/github-deploy-stack.ts';
import { PipelineStack } from './stacks/pipeline-stack.ts';
import { checkWorkflowStacks, makeWorkflowStacks } from './stacks/workflow-stacks.ts';
import { throwIfAny } from './validation/problems.ts';
import { checkRegionalNames } from './validation/regions.ts';

/** What an app is made of. */
export interface WorkflowAppOptions {
  /** The workflows: a stack is made of each. */
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** The folder that the entries of the catalog are relative to. */
  readonly projectRoot: string;
  /**
   * Where account and region come from.
   * @default - no account, us-east-1
   */
  readonly processEnvironment?: SettingsSources['processEnvironment'] | undefined;
  /** For tests: what `App` takes. @default - what the CDK CLI hands over */
  readonly appProps?: AppProps | undefined;
}

/**
 * The app, as the command line wants it:
 *
 * - by itself, a FoundationStack and a WorkflowStack for each entry of the catalog; `-c env=production` chooses the
 *   environment, `-c build=codebuild` how workflows are built, `-c regions=us-east-1,us-west-2` where they go; stacks of
 *   the second region and of those after it have the region at the end of their names
 * - with `-c connection=<ARN> -c repository=<owner/name> -c branch=<name>`, the pipeline that deploys all environments
 * - with `-c github=<owner/name>`, the role with which GitHub Actions deploys (`-c githubProvider=<ARN>` if the account
 *   knows GitHub already)
 *
 * @throws WorkflowConfigurationError with all problems of the command line, or of a workflow
 */
export function workflowApp(options: WorkflowAppOptions): App {
  const { catalog, projectRoot, processEnvironment = {} } = options;
  const app = new App(options.appProps);
  const context = (key: string): unknown => app.node.tryGetContext(key);
  const { environment, build, account, regions, pipeline, gitHub } = readAppSettings({
    context,
    contextKeys: Object.keys(app.node.getAllContext()),
    processEnvironment,
  });
  const [region] = regions;
  const env = { ...(account && { account }), region };

  if (gitHub !== undefined) {
    const { repository, providerArn } = gitHub;
    new GitHubDeployStack(app, 'GitHubDeploy', { repository, providerArn, env });
  } else if (pipeline !== undefined) {
    const buildInCloud = build === 'docker' ? undefined : build;
    new PipelineStack(app, 'Pipeline', { source: pipeline, catalog, projectRoot, env, build: buildInCloud });
  } else {
    const [, ...others] = regions;
    const options = { catalog, projectRoot, environment, build, env };
    throwIfAny('app', [...checkRegionalNames({ catalog, others }), ...checkWorkflowStacks(options)]);
    makeWorkflowStacks(app, options);
    // Names of other regions end in the region, so that one file of outputs holds all. The first keeps its names when
    // regions are added.
    for (const other of others) {
      const scope = new Construct(app, other);
      makeWorkflowStacks(scope, { ...options, env: { ...env, region: other }, nameSuffix: other });
    }
  }
  return app;
}
