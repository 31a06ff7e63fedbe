import type { Problem } from '../../core/problems.ts';
import type { NovaActWorkflowProps, WorkflowNames } from '../constructs/nova-act-workflow-props.ts';
import { checkDefinition } from './definition.ts';
import { checkDigest } from './digest.ts';
import { checkRuntime } from './runtime.ts';

const WORKFLOW_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MAX_WORKFLOW_NAME_LENGTH = 40;
const MAX_VARIABLES = 50;

/** Variables that the construct sets, because only it knows their values. */
const OWN_VARIABLES = [
  'AWS_REGION',
  'NOVA_ACT_WORKFLOW_DEFINITION_NAME',
  'NOVA_ACT_LOG_GROUP_NAME',
  'NOVA_ACT_ARTIFACT_BUCKET',
  'NOVA_ACT_ARTIFACT_PREFIX',
];

/** And these, when the browser is not in the image. */
const BROWSER_VARIABLES = ['NOVA_ACT_BROWSER', 'NOVA_ACT_BROWSER_ID'];

/** Checks everything that is known about a workflow before any of it is made. */
export function checkWorkflow(options: {
  readonly where: string;
  readonly names: WorkflowNames;
  readonly props: NovaActWorkflowProps;
}): Problem[] {
  const { where, names, props } = options;
  return [
    ...checkWorkflowName(`${where}.workflowName`, names.workflow),
    ...checkDefinition({
      where,
      name: names.definition,
      fingerprint: props.foundation === undefined,
    }),
    ...checkRuntime({ where: `${where}.runtime`, ...props.runtime, runtimeName: names.runtime }),
    ...checkOwnVariables({
      where: `${where}.runtime.environment`,
      // Secrets become variables, too: their ARNs.
      names: Object.keys({ ...props.runtime?.environment, ...props.runtime?.secrets }),
      own: props.build === 'zip' ? [...OWN_VARIABLES, ...BROWSER_VARIABLES] : OWN_VARIABLES,
    }),
    ...(typeof props.build === 'object' ? checkDigest(`${where}.build.digest`, props.build.digest) : []),
  ];
}

function checkWorkflowName(where: string, name: string): Problem[] {
  if (WORKFLOW_NAME.test(name) && name.length <= MAX_WORKFLOW_NAME_LENGTH) return [];
  const near = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, MAX_WORKFLOW_NAME_LENGTH);
  return [
    {
      where,
      what: 'is not a workflow name',
      got: JSON.stringify(name),
      allowed: `kebab-case, a letter first, at most ${MAX_WORKFLOW_NAME_LENGTH} characters`,
      fix: `use ${JSON.stringify(near || 'my-workflow')}, for example`,
    },
  ];
}

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
      what: 'is set by the construct',
      got: JSON.stringify(name),
      allowed: 'any other name',
      fix: 'remove it',
    }));
  const count = names.length;
  const room = MAX_VARIABLES - own.length;
  // Above MAX_VARIABLES the general rule has spoken already.
  if (count <= room || count > MAX_VARIABLES) return taken;
  return [
    ...taken,
    {
      where,
      what: 'has too many variables',
      got: `${count}, and ${own.length} that the construct sets`,
      allowed: `at most ${room}`,
      fix: 'join related values in one JSON variable, or read them from a parameter store',
    },
  ];
}
