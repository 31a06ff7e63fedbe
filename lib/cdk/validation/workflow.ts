import { MAX_VARIABLES } from '../../catalog/limits.ts';
import { WORKFLOW_NAME } from '../../catalog/name-rules.ts';
import { OWN_VARIABLES, SET_BY_CONSTRUCT, TOO_MANY_VARIABLES } from '../../catalog/settings.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { type Problem, show } from '../../core/problems.ts';
import { buildOf } from '../build-mode.ts';
import type { NovaActWorkflowProps, WorkflowNames } from '../constructs/nova-act-workflow-props.ts';
import { checkBuild } from './build.ts';
import { checkDefinition } from './definition.ts';
import { checkDigest } from './digest.ts';
import { checkTakeOver } from './human-in-the-loop.ts';
import { checkImageOf } from './image.ts';
import { checkLostRuns } from './lost-runs.ts';
import { checkName } from './name.ts';
import { checkRollout } from './rollout.ts';
import { checkRuntime } from './runtime.ts';
import { checkTrace } from './trace.ts';

/** Checks everything that is known about a workflow before any of it is made. */
export function checkWorkflow(options: {
  readonly where: string;
  readonly names: WorkflowNames;
  readonly props: NovaActWorkflowProps;
  /** Whether its foundation is its own. @default - whether none is given */
  readonly ownFoundation?: boolean | undefined;
  /** The context value `build`. @default - none */
  readonly buildContext?: unknown;
}): Problem[] {
  const { where, names, buildContext, ownFoundation = options.props.foundation === undefined } = options;
  const props = { ...options.props, build: buildOf(options.props.build, buildContext) };
  const named = checkName(`${where}.workflowName`, names.workflow, WORKFLOW_NAME);
  // What is made of a wrong name is wrong as well.
  const given = { definition: props.definitionName, runtime: props.runtime?.runtimeName };
  const isNameDerived = (of: keyof typeof given): boolean => named.length > 0 && given[of] === undefined;
  return [
    ...checkBuild(`${where}.build`, options.props.build, buildContext),
    ...checkRepository(`${where}.foundation.repository`, props),
    ...named,
    ...(isNameDerived('definition')
      ? []
      : checkDefinition({ where, name: names.definition, fingerprint: ownFoundation })),
    ...checkRuntime({ where: `${where}.runtime`, ...props.runtime, runtimeName: names.runtime }).filter(
      (problem) => !(problem.where === `${where}.runtime.runtimeName` && isNameDerived('runtime')),
    ),
    ...checkOwnVariables({
      where: `${where}.runtime.environment`,
      // Secrets become variables, too: their ARNs.
      names: Object.keys({ ...props.runtime?.environment, ...props.runtime?.secrets }),
      own: [
        ...OWN_VARIABLES,
        ...(props.build === 'zip' ? BROWSER_VARIABLES : []),
        ...(props.browserProfile ? [VARIABLE.browserProfile] : []),
        ...(props.humanInTheLoop ? HUMAN_VARIABLES : []),
        ...(props.trace === undefined ? [] : [VARIABLE.trace]),
      ],
    }),
    ...checkProfileOf(`${where}.browserProfile`, props),
    ...checkTakeOver(`${where}.humanInTheLoop`, props),
    ...checkTrace(`${where}.trace`, props.trace),
    ...(typeof props.build === 'object' ? checkDigest(`${where}.build.digest`, props.build.digest) : []),
    ...checkImageOf(`${where}.image`, props),
    ...checkLostRuns(`${where}.lostRuns`, props.lostRuns),
    ...checkRollout({ ...props.runtime, where: `${where}.rollout`, rollout: props.rollout }),
  ];
}

/** CodeBuild has to put the image somewhere; a foundation need not have a place for it. */
function checkRepository(where: string, { build, foundation }: NovaActWorkflowProps): Problem[] {
  if (build !== 'codebuild' || foundation === undefined || foundation.repository !== undefined) return [];
  return [
    {
      where,
      what: 'is needed by build: "codebuild"',
      got: show(foundation.repository),
      allowed: 'a repository of ECR, or another way to build',
      fix: 'give the foundation a repository (images of WorkflowFoundation, repository of an imported one)',
    },
  ];
}

/** Only the browsers of AgentCore have profiles. */
export function checkProfileOf(
  where: string,
  given: Pick<NovaActWorkflowProps, 'build'> & { readonly browserProfile?: unknown },
): Problem[] {
  const { build, browserProfile = false } = given;
  if (browserProfile === false || build === 'zip') return [];
  return [
    {
      where,
      what: 'needs a browser of AgentCore, and this workflow has one in its image',
      got: `build: ${typeof build === 'string' ? show(build) : 'a prebuilt image'}`,
      allowed: 'a profile with build: "zip"',
      fix: 'build with "zip", or leave it out and keep sign-ins by s3StorageState(…)',
    },
  ];
}

/** What the construct sets besides, when people can be asked. */
const HUMAN_VARIABLES = [VARIABLE.humanUrl, VARIABLE.humanTopic, VARIABLE.humanTakeOver, VARIABLE.webSocket];
/** What the construct sets besides, when the browser is not in the image. */
const BROWSER_VARIABLES = [VARIABLE.browser, VARIABLE.browserId];

function checkOwnVariables(options: {
  readonly where: string;
  readonly names: readonly string[];
  readonly own: readonly string[];
}): Problem[] {
  const { where, names, own } = options;
  const taken = own
    .filter((name) => names.includes(name))
    .map((name) => ({
      where: `${where}.${name}`,
      ...SET_BY_CONSTRUCT,
      got: JSON.stringify(name),
    }));
  const count = names.length;
  const room = MAX_VARIABLES - own.length;
  // Above MAX_VARIABLES the general rule has spoken already.
  if (count <= room || count > MAX_VARIABLES) return taken;
  return [
    ...taken,
    {
      where,
      ...TOO_MANY_VARIABLES,
      got: `${count}, and ${own.length} that the construct sets`,
      allowed: `at most ${room}`,
    },
  ];
}
