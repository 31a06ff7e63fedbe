import { CfnResource, type Stack } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { explain, explainRules, explainWildcards } from './explain.ts';
import { explainInlinePolicy } from './role-reasons.ts';

/** Why a pipeline is as CDK Pipelines makes it: its own stack, when all of it is made. */
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
  // One by one: what the pipeline deploys is below its stack, and has reasons of its own.
  for (const resource of stack.node.findAll().filter((child) => isIn(stack, child))) {
    if (resource instanceof CfnPolicy) explainInlinePolicy(resource);
    if (resource instanceof CfnBucket) explainBucket(resource);
    if (resource instanceof CfnProject) explainProject(resource);
  }
}

function isIn(stack: Stack, child: IConstruct): boolean {
  return CfnResource.isCfnResource(child) && child.stack === stack;
}

function explainBucket(bucket: CfnBucket): void {
  explain(bucket, {
    id: 'AwsSolutions-S1',
    reason: 'The bucket holds what stages hand on to each other, for no one else to read.',
  });
  explainRules(
    bucket,
    {
      rule: 'S3BucketLoggingEnabled',
      reason:
        'Only the projects and the actions of the pipeline read and write it. Who must account for reads turns on CloudTrail data events.',
    },
    {
      rule: 'S3BucketVersioningEnabled',
      reason: 'Each execution writes objects of its own, under names that are used once.',
    },
    {
      rule: 'S3BucketReplicationEnabled',
      reason: 'What is lost is made again from the source by another execution.',
    },
  );
}

function explainProject(project: CfnProject): void {
  explain(
    project,
    {
      id: 'AwsSolutions-CB4',
      reason: 'Projects of the pipeline encrypt their results as the artifact bucket says.',
    },
    {
      id: 'AwsSolutions-CB5',
      reason: 'The tests need a browser, and only a Debian image can install one with all of its libraries.',
    },
  );
  explainRules(project, {
    rule: 'CodeBuildProjectSourceRepoUrl',
    reason:
      'The rule is about GitHub and Bitbucket. The source is what the pipeline hands to its projects; only the pipeline has a connection.',
  });
}
