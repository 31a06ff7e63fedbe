import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import type { BaseRegistry } from '../base-registry.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import { LOG_WRITE_ACTIONS } from './perms.ts';

/** Properties of an {@link ImageBuildRole}. */
export interface ImageBuildRoleProps {
  /** The one object that the build reads. */
  readonly context: Asset;
  /** The one repository that it writes. */
  readonly repository: IRepository;
  readonly logGroup: ILogGroup;
  /** Where the base image is, if that needs to be signed in to. */
  readonly base: BaseRegistry | undefined;
}

/**
 * The role of the build of one image: it reads one object of the bucket of assets, and writes one repository.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export class ImageBuildRole extends iam.Role {
  constructor(scope: Construct, id: string, props: ImageBuildRoleProps) {
    const stack = Stack.of(scope);
    super(scope, id, {
      description: 'Builds the image of a workflow',
      assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    for (const statement of buildStatements({ stack, ...props })) this.addToPolicy(statement);
    explainInlinePolicy(this);
  }
}

/** What starts, watches and stops the builds of one project, and sees whether one repository has an image. */
export function starterStatements(options: {
  readonly project: IProject;
  readonly repository: IRepository;
  readonly logGroup: ILogGroup;
}): readonly iam.PolicyStatement[] {
  const { project, repository, logGroup } = options;
  return [
    new iam.PolicyStatement({
      actions: ['codebuild:StartBuild', 'codebuild:BatchGetBuilds', 'codebuild:StopBuild'],
      resources: [project.projectArn],
    }),
    new iam.PolicyStatement({ actions: ['ecr:DescribeImages'], resources: [repository.repositoryArn] }),
    // The end of the log of a build that has failed.
    new iam.PolicyStatement({ actions: ['logs:GetLogEvents'], resources: [logGroup.logGroupArn] }),
  ];
}

function buildStatements(
  options: ImageBuildRoleProps & { readonly stack: Stack },
): readonly iam.PolicyStatement[] {
  const { stack, context, repository, logGroup, base } = options;
  return [
    new iam.PolicyStatement({
      sid: 'ReadContext',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [context.bucket.arnForObjects(context.s3ObjectKey)],
    }),
    new iam.PolicyStatement({
      sid: 'FindContext',
      // Of the bucket, not of what is in it.
      actions: ['s3:GetBucketAcl', 's3:GetBucketLocation'],
      resources: [context.bucket.bucketArn],
    }),
    new iam.PolicyStatement({
      sid: 'Push',
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: [repository.repositoryArn],
    }),
    // The service knows no resource here.
    new iam.PolicyStatement({ sid: 'SignIn', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new iam.PolicyStatement({
      sid: 'Log',
      actions: [...LOG_WRITE_ACTIONS],
      resources: [logGroup.logGroupArn],
    }),
    ...baseStatements({ stack, base }),
  ];
}

function baseStatements(options: {
  readonly stack: Stack;
  readonly base: BaseRegistry | undefined;
}): readonly iam.PolicyStatement[] {
  const { stack, base } = options;
  switch (base?.kind) {
    case undefined:
      return [];
    case 'ecr-public':
      // The services know no resources here. See https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
      return [
        new iam.PolicyStatement({
          sid: 'SignInToPublic',
          actions: ['ecr-public:GetAuthorizationToken'],
          resources: ['*'],
        }),
        new iam.PolicyStatement({
          sid: 'TokenOfPublic',
          actions: ['sts:GetServiceBearerToken'],
          resources: ['*'],
          conditions: { StringEquals: { 'sts:AWSServiceName': 'ecr-public.amazonaws.com' } },
        }),
      ];
    case 'ecr': {
      const { account, region, repositoryName } = base;
      return [
        new iam.PolicyStatement({
          sid: 'PullBase',
          actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          resources: [
            stack.formatArn({
              service: 'ecr',
              account,
              region,
              resource: 'repository',
              resourceName: repositoryName,
            }),
          ],
        }),
      ];
    }
  }
}
