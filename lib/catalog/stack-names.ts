import type { OutputKey } from './outputs.ts';
import { OutputsError } from './outputs-error.ts';

const MAX_STACK_NAME_LENGTH = 128;
const MAX_EXPORT_NAME_LENGTH = 255;
const NAME = /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/;
// Without hyphens, so that stage "a" of "b-c" and stage "a-b" of "c" cannot be the same stack.
const STAGE = /^[a-zA-Z0-9]+$/;

/** Which deployment of an app: absent for the only one, else a short word such as `dev` or `prod`. */
export interface StageOption {
  /** Letters and digits. @default - no stage in the name */
  readonly stage?: string | undefined;
}

/**
 * The name of the CloudFormation stack of a workflow: `NovaActWorkflow-<workflow>`, with a stage
 * `NovaActWorkflow-<stage>-<workflow>`.
 *
 * @throws OutputsError when the result would not be a stack name
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html
 */
export function workflowStackName(options: { readonly workflow: string } & StageOption): string {
  const { workflow, stage } = options;
  if (!NAME.test(workflow)) {
    throw new OutputsError({
      what: `Workflow name "${workflow}" cannot be part of a stack name.`,
      allowed: 'Letters, digits and single hyphens between them are allowed.',
      fix: suggestName(workflow),
    });
  }
  return checkLength(['NovaActWorkflow', ...stagePart(stage), workflow].join('-'));
}

/** The name of the stack of what all workflows share: `NovaActFoundation`, with a stage `NovaActFoundation-<stage>`. */
export function foundationStackName(options: StageOption = {}): string {
  return checkLength(['NovaActFoundation', ...stagePart(options.stage)].join('-'));
}

/**
 * The export name of one output: `<stack name>:<key>`. Unique in an account and region because stack names are.
 *
 * @throws OutputsError when it is longer than CloudFormation allows
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
 */
export function exportName(options: { readonly stackName: string; readonly key: OutputKey }): string {
  const name = `${options.stackName}:${options.key}`;
  if (name.length > MAX_EXPORT_NAME_LENGTH) throw tooLong('Export name', name, MAX_EXPORT_NAME_LENGTH);
  return name;
}

function stagePart(stage: string | undefined): readonly string[] {
  if (stage === undefined) return [];
  if (STAGE.test(stage)) return [stage];
  throw new OutputsError({
    what: `Stage "${stage}" cannot be part of a stack name.`,
    allowed: 'Letters and digits are allowed.',
    fix: 'Use a short word such as "dev" or "prod".',
  });
}

function checkLength(name: string): string {
  if (name.length > MAX_STACK_NAME_LENGTH) throw tooLong('Stack name', name, MAX_STACK_NAME_LENGTH);
  return name;
}

function tooLong(kind: string, name: string, maximum: number): OutputsError {
  return new OutputsError({
    what: `${kind} "${name}" has ${name.length} characters.`,
    allowed: `At most ${maximum} are allowed.`,
    fix: 'Shorten the workflow name or the stage.',
  });
}

function suggestName(workflow: string): string {
  const near = workflow.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return near === '' ? 'Use a name such as "getting-started".' : `Use "${near}", for example.`;
}
