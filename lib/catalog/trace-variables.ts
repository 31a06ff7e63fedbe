import { VARIABLE } from '../contract/variables.ts';
import type { WorkflowSettings } from './deployment-settings.ts';

/** The variable by which a workflow's process knows of its setting `trace`. */
export function traceVariables({ trace }: Pick<WorkflowSettings, 'trace'>): Readonly<Record<string, string>> {
  return trace === undefined ? {} : { [VARIABLE.trace]: trace };
}
