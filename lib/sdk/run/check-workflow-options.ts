import { checkKeys } from '../check-keys.ts';
import { checkOption } from '../check-option.ts';
import { compileGuardrail } from '../guardrail/guardrail.ts';
import { checkHuman } from '../human/check-human.ts';
import { WORKFLOW_KEYS, type WorkflowOptions } from './workflow-options.ts';

/**
 * Refuses options that are wrong whatever the environment says: when a workflow is described, and once more for each run.
 * Names and what else the environment may say are checked for runs only.
 *
 * @throws ValidationFailed
 */
export function checkWorkflowOptions(options: WorkflowOptions): void {
  const others = { 'workflow(options, fn)': { payload: true } } as const;
  checkKeys('A workflow', options, WORKFLOW_KEYS, { others, python: true });
  checkOption('definitionName', options.definitionName, 'text');
  checkOption('modelId', options.modelId, 'text');
  checkOption('logGroupName', options.logGroupName, 'text');
  checkOption('signal', options.signal, 'signal');
  checkOption('onProgress', options.onProgress, 'function');
  compileGuardrail(options.guardrail);
  checkHuman(options.human);
}
