import type { BaseRegistry } from '../base-registry.ts';

/** What the project of an image tells its build, in environment variables; its build arguments are further ones. */
export const BUILD_VARIABLE = {
  /** The name of the repository. */
  repository: 'IMAGE_REPOSITORY',
  /** `<registry>/<repository>:<tag>`. */
  uri: 'IMAGE_URI',
  /** As Docker names it. */
  platform: 'IMAGE_PLATFORM',
} as const;

/** The commands by which CodeBuild makes an image and pushes it. */
export interface ImageBuildSpec {
  readonly version: '0.2';
  readonly env: { readonly variables: Readonly<Record<string, string>> };
  readonly phases: Readonly<Record<'pre_build' | 'build', { readonly commands: readonly string[] }>>;
}

/**
 * What a build does. No value stands in a command but what was checked: all come from the environment, build arguments too
 * (`--build-arg NAME` passes a variable on, and one that is not set leaves the default of the Dockerfile).
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function imageBuildSpec(options: {
  readonly argumentNames: readonly string[];
  /** Where the base image is, if that needs to be signed in to. */
  readonly base: BaseRegistry | undefined;
}): ImageBuildSpec {
  const { argumentNames, base } = options;
  const { uri, platform } = BUILD_VARIABLE;
  const buildArguments = argumentNames.map((name) => `--build-arg ${name} `).join('');
  return {
    version: '0.2',
    // One manifest for one platform, and no index of manifests; `cdk deploy` does the same with images that Docker builds.
    env: { variables: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' } },
    phases: {
      pre_build: {
        commands: [
          signIn({ password: 'aws ecr get-login-password', host: `"\${${uri}%%/*}"` }),
          ...(base === undefined ? [] : [signIn({ password: passwordOf(base), host: base.host })]),
        ],
      },
      // A command that fails ends its phase: nothing is pushed that was not built.
      build: {
        commands: [
          `docker build --platform "$${platform}" ${buildArguments}--tag "$${uri}" .`,
          `docker push "$${uri}"`,
        ],
      },
    },
  };
}

function signIn({ password, host }: { readonly password: string; readonly host: string }): string {
  return `${password} | docker login --username AWS --password-stdin ${host}`;
}

/** The tokens of ECR Public are made in one region only. */
function passwordOf(base: BaseRegistry): string {
  return base.kind === 'ecr-public'
    ? 'aws ecr-public get-login-password --region us-east-1'
    : `aws ecr get-login-password --region ${base.region}`;
}
