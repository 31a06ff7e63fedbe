import { AsyncLocalStorage } from 'node:async_hooks';
import type { Workflow } from './workflow.ts';

const workflows = new AsyncLocalStorage<Workflow>();

/** The workflow run around the running code: that of the nearest `workflow()` or `Workflow.run`. */
export function currentWorkflow(): Workflow | undefined {
  return workflows.getStore();
}

/** Runs `fn` with `workflow` as the current one; whatever it awaits sees the same. */
export function withCurrentWorkflow<R>(workflow: Workflow, fn: () => R): R {
  return workflows.run(workflow, fn);
}
