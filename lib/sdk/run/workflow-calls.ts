import type { OutputSchema } from '../schema/output-schema.ts';
import type { Called } from './awaited-calls.ts';
import { checkWorkflowOptions } from './check-workflow-options.ts';
import { markWithPayload } from './payload-mark.ts';
import { Workflow } from './workflow.ts';
import type { PayloadOption, WorkflowOptions } from './workflow-options.ts';
import { payloadReader } from './workflow-payload.ts';

/** Makes calls of a function or a method runs: what wrapper and decorator have in common. */
export interface WorkflowCalls {
  /**
   * One call: its payload is read, which replaces it among the arguments, then there is a run.
   * @param by the function that is called
   */
  run<R>(by: Called['by'], args: unknown[], fn: () => Promise<R> | R): Promise<R>;
  /** Notes what the payload must be, for those who run it. */
  mark<F extends object>(fn: F): F;
}

/** @throws ValidationFailed for options that are wrong whatever the environment says, and when `payload` is no schema */
export function workflowCalls(
  options: WorkflowOptions & Partial<PayloadOption<OutputSchema>>,
): WorkflowCalls {
  checkWorkflowOptions(options, { takesPayload: true });
  const { payload: schema, ...runOptions } = options;
  if (schema === undefined)
    return { run: (by, _args, fn) => Workflow.runFor(by, runOptions, fn), mark: (fn) => fn };
  const read = payloadReader(schema);
  return {
    run: (by, args, fn) =>
      Workflow.runFor(by, runOptions, fn, async () => {
        args[0] = await read(args[0]);
      }),
    mark: (fn) => markWithPayload(fn, { schema, read }),
  };
}
