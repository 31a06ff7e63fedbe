import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeploymentPlace } from '../../catalog/deployment-settings.ts';
import { type BootstrapRole, bootstrapRoleArn } from '../bootstrap-roles.ts';
import { explainWildcards } from '../nag/explain.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import { preflightStatements } from '../preflight-statements.ts';
import { checkGitHub } from '../validation/github.ts';
import { throwIfAny } from '../validation/problems.ts';
import { placeProps, tagAll } from './place-props.ts';

/** Properties of a {@link GitHubDeployStack}. */
export interface GitHubDeployStackProps extends Pick<StackProps, 'env'> {
  /** `owner/name` of the repository whose workflows may deploy. */
  readonly repository: string;
  /**
   * Only jobs in this GitHub environment may deploy; its protection rules say who must approve.
   * @default production
   */
  readonly gitHubEnvironment?: string | undefined;
  /**
   * The place that is deployed to: its account is that of the role, its qualifier that of the roles that it may assume.
   * @default - account and region of `env`, as `cdk bootstrap` makes them by itself
   */
  readonly place?: DeploymentPlace | undefined;
  /**
   * All regions that are deployed to.
   * @default - that of the stack
   */
  readonly regions?: readonly string[] | undefined;
  /**
   * Ends the name of the stack, so that an account can have several.
   * @default - none
   */
  readonly nameSuffix?: string | undefined;
  /**
   * The identity provider of GitHub, if the account has one already: there can be only one.
   * @default - a new one
   */
  readonly providerArn?: string | undefined;
}

const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';
/** What `cdk deploy` does, it does with these roles. The role of CloudFormation is passed by the first of them. */
const ROLES: readonly BootstrapRole[] = ['deploy', 'lookup', 'file-publishing', 'image-publishing'];

/**
 * The role with which GitHub Actions deploys: no secret is kept at GitHub, and all that the role may do is to read stacks, for
 * the preflight, and to assume the roles of the bootstrap stacks in its own account and its regions.
 *
 * @see https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
 */
export class GitHubDeployStack extends Stack {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: GitHubDeployStackProps) {
    const { env, repository, gitHubEnvironment = 'production', providerArn, place = {} } = props;
    throwIfAny('GitHub deployment', checkGitHub({ where: id, repository, gitHubEnvironment, providerArn }));
    super(scope, id, {
      ...placeProps(place, env),
      stackName: ['NovaActGitHubDeploy', props.nameSuffix].filter(Boolean).join('-'),
      description: `Lets GitHub Actions of ${repository} deploy Nova Act workflows`,
    });
    tagAll(this, place);
    const { regions = [this.region] } = props;
    const provider =
      providerArn ??
      new iam.OidcProviderNative(this, 'Provider', { url: `https://${ISSUER}`, clientIds: [AUDIENCE] })
        .oidcProviderArn;

    this.role = new iam.Role(this, 'Role', {
      description: `Deploys from GitHub Actions of ${repository}`,
      maxSessionDuration: Duration.hours(1),
      assumedBy: new iam.WebIdentityPrincipal(provider, {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          [`${ISSUER}:sub`]: `repo:${repository}:environment:${gitHubEnvironment}`,
        },
      }),
    });
    this.role.addToPolicy(
      new iam.PolicyStatement({
        sid: 'AssumeBootstrapRoles',
        actions: ['sts:AssumeRole'],
        resources: regions.flatMap((region) => ROLES.map((role) => bootstrapRoleArn(this, role, region))),
      }),
    );
    for (const statement of preflightStatements(this, regions)) this.role.addToPolicy(statement);
    explainWildcards(this.role, [
      {
        finding: /^Resource::(\*|.*:stack\/\*\/\*)$/,
        reason:
          'The preflight reads which stacks there are, and what they export and import; it changes nothing.',
      },
    ]);
    explainInlinePolicy(this.role);
    new CfnOutput(this, 'RoleArn', {
      value: this.role.roleArn,
      description: 'role-to-assume of the workflow',
    });
  }
}
