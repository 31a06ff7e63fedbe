import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { trustOnlyThisAccount } from '../confused-deputy.ts';
import { explain, explainWildcards } from './explain.ts';

const BUILD_WILDCARDS = [
  {
    finding: /^Resource::\*$/,
    reason: 'ecr:GetAuthorizationToken has no resource; pushing is allowed to one repository.',
  },
  { finding: /^Resource::.*:log-group:\/aws\/codebuild\//, reason: 'Streams of the log of this project.' },
  { finding: /^Resource::.*:report-group\//, reason: 'Test reports of this project, which has none.' },
  {
    finding: /^(Action::s3:|Resource::arn:[^:]*:s3:)/,
    reason: 'Reads the bundle from the asset bucket of the environment.',
  },
];

/** Why the build of an image by `deploy-time-build` is as it is; its users cannot change it. */
export function explainImageBuild(build: IConstruct): void {
  for (const child of Stack.of(build).node.children) {
    if (child.node.id.startsWith('ContainerImageBuild')) explainProject(child);
    if (child.node.id.startsWith('DeployTimeBuildCustomResourceHandler')) explainTrigger(child);
  }
}

function explainProject(project: IConstruct): void {
  trustOnlyThisAccount(project);
  explainWildcards(project, BUILD_WILDCARDS);
  explain(
    project,
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonElasticContainerRegistryPublicReadOnly]',
      reason: 'Reads the public base image; the managed policy only reads, and AWS has no narrower one.',
    },
    {
      id: 'AwsSolutions-CB4',
      reason:
        'The build has no artifacts to encrypt: its result is an image in the repository, which is encrypted.',
    },
  );
}

function explainTrigger(handler: IConstruct): void {
  explain(
    handler,
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: 'A custom resource that starts one CodeBuild project and writes its own log.',
    },
    {
      id: 'AwsSolutions-L1',
      reason: 'The library that owns the function chooses its runtime, which AWS supports.',
    },
  );
}
