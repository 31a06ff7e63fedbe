import { checkKeys } from '../check-keys.ts';
import { checkOption } from '../check-option.ts';
import { compileGuardrail } from '../guardrail/guardrail.ts';
import { checkHuman } from '../human/check-human.ts';
import { checkTraceWord } from '../traces/browser/trace-word.ts';
import { WORKFLOW_KEYS, type WorkflowOptions } from './workflow-options.ts';

/**
 * Refuses options that are wrong whatever the environment says: when a workflow is described, and once more for each run.
 * Names and what else the environment may say are checked for runs only.
 *
 * @param of.takesPayload - whether they are those of `workflow()`, which has one more
 * @throws ValidationFailed
 */
export function checkWorkflowOptions(
  options: WorkflowOptions,
  { takesPayload = false }: { readonly takesPayload?: boolean | undefined } = {},
): void {
  const payload = { payload: true } as const;
  const keys = takesPayload ? { ...WORKFLOW_KEYS, ...payload } : WORKFLOW_KEYS;
  checkKeys('A workflow', options, keys, { others: { 'workflow(options, fn)': payload }, python: true });
  checkOption('definitionName', options.definitionName, 'text');
  checkOption('modelId', options.modelId, 'text');
  checkOption('logGroupName', options.logGroupName, 'text');
  checkOption('signal', options.signal, 'signal');
  checkOption('onProgress', options.onProgress, 'function');
  checkTraceWord('trace', options.trace);
  compileGuardrail(options.guardrail);
  checkHuman(options.human);
}
