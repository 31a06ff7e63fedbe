import { type Problem, ProblemsError } from '../../core/problems.ts';

/** Properties of constructs that AWS would refuse, or that would break a deployment. Lists every problem at once. */
export class WorkflowConfigurationError extends ProblemsError {
  override readonly name = 'WorkflowConfigurationError';
}

/** @throws WorkflowConfigurationError when there are problems */
export function throwIfAny(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new WorkflowConfigurationError(subject, problems);
}
