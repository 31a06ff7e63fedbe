import { Token } from 'aws-cdk-lib';
import { type Problem, show } from '../../core/problems.ts';
import type { WorkflowFoundationAttributes } from '../constructs/workflow-foundation-props.ts';
import { checkKinds, checkKnownKeys, KIND, type PropsShapeOf } from './props-shape.ts';

/** Checks what a foundation is put together of. */
export function checkFoundationAttributes(where: string, attributes: unknown): Problem[] {
  return [
    ...checkKnownKeys(where, attributes, SHAPE),
    ...checkKinds(where, attributes, SHAPE, ['artifactBucket', 'runLogGroup']),
  ];
}

const SHAPE = {
  artifactBucket: KIND.object,
  runLogGroup: KIND.object,
  repository: KIND.object,
  earlierRepositories: KIND.list,
  encryptionKey: KIND.object,
} as const satisfies PropsShapeOf<WorkflowFoundationAttributes>;

/** Checks the name of the stack of a foundation. */
export function checkStackName(where: string, stackName: unknown): Problem[] {
  if (Token.isUnresolved(stackName)) return [];
  if (typeof stackName === 'string' && /^[a-zA-Z][a-zA-Z0-9-]{0,127}$/.test(stackName)) return [];
  return [
    {
      where,
      what: 'is not the name of a stack',
      got: show(stackName),
      allowed: 'a letter, then letters, digits and "-": at most 128',
      fix: 'give that of the stack which has the foundation, such as "NovaActFoundation"',
    },
  ];
}
