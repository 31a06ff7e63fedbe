import type { IConstruct } from 'constructs';
import { explain, explainRules, explainWildcards } from './explain.ts';

const SIGN_IN = [
  {
    finding: /^Resource::\*$/,
    reason:
      'Signing in to ECR and ECR Public has no resource; pulling and pushing are allowed for one repository each.',
  },
];

/** Why the build of an image in CodeBuild is as it is. */
export function explainImageBuild(build: IConstruct): void {
  explainWildcards(build, SIGN_IN);
  explain(build, {
    id: 'AwsSolutions-CB4',
    reason:
      'The build has no artifacts to encrypt: its result is an image in the repository, which is encrypted.',
  });
  explainRules(build, {
    rule: 'CodeBuildProjectSourceRepoUrl',
    reason:
      'The rule is about GitHub and Bitbucket. The source is one object in the bucket of assets, which the role of the build reads.',
  });
}
