import type { Stack } from 'aws-cdk-lib';
import { explain, explainWildcards } from './explain.ts';

/** Why a pipeline is as CDK Pipelines makes it. */
export function explainPipeline(stack: Stack): void {
  explainWildcards(stack, [
    {
      finding:
        /^(Action::s3:|Resource::(<PipelineArtifactsBucket[^>]*>|arn:[^:]*:s3:::novaactpipeline-support-[^/]*)\/\*$)/,
      reason: 'Stages hand their results on in the artifact buckets of this pipeline, one in each region.',
    },
    {
      finding: /^(Action::kms:)/,
      reason: 'How the CDK grants the use of the one key of the artifact bucket.',
    },
    {
      finding: /:(log-group:\/aws\/codebuild\/|report-group\/)/,
      reason: 'Log streams and reports of one CodeBuild project.',
    },
    {
      finding: /^Resource::\*$/,
      reason:
        'cloudformation:DescribeStacks and s3:ListBucket, by which the pipeline finds the bootstrap stack and itself; DescribeStacks, ListStacks and ListImports of the preflight, which asks for all stacks.',
    },
    {
      finding: /:stack\/\*\/\*$/,
      reason:
        'The preflight reads the templates of deployed stacks, which may be any that were removed from the app.',
    },
    {
      finding: /^Resource::arn:[^:]*:iam::/,
      reason:
        'The roles of the bootstrap stack, which exist to be assumed by pipelines; a condition names them by tag.',
    },
    {
      finding: /:runtime\//,
      reason: 'The runtime that is called after its deployment: the service chooses the end of its id.',
    },
  ]);
  explain(
    stack,
    {
      id: 'AwsSolutions-S1',
      reason: 'The bucket holds what stages hand on to each other, for no one else to read.',
    },
    {
      id: 'AwsSolutions-CB4',
      reason: 'Projects of the pipeline encrypt their results as the artifact bucket says.',
    },
    {
      id: 'AwsSolutions-CB5',
      reason: 'The tests need a browser, and only a Debian image can install one with all of its libraries.',
    },
  );
}
