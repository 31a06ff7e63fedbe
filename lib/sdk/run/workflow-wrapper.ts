import { ValidationFailed } from '../errors.ts';
import { Workflow } from './workflow.ts';
import { type WorkflowDecorator, workflowDecorator } from './workflow-decorator.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/**
 * Makes a function a workflow: each call of it is a run of its own, SUCCEEDED when it returns, FAILED when it throws.
 *
 * @example
 * ```ts
 * export const main = workflow({ definitionName: 'headlines' }, async (payload: { url: string }) => {
 *   await using nova = await NovaAct.start({ startingPage: payload.url });
 *   const { data } = await nova.actGet('Return the main heading of the page', z.string());
 *   return { heading: data };
 * });
 * ```
 */
export function workflow<Args extends unknown[], R>(
  options: WorkflowOptions,
  fn: (...args: Args) => Promise<R> | R,
): (...args: Args) => Promise<R>;

/**
 * The same as a decorator of a method, standard or legacy.
 *
 * @example
 * ```ts
 * class Shop {
 *   @workflow({ definitionName: 'check-price' })
 *   async checkPrice(url: string): Promise<number> { … }
 * }
 * ```
 * @throws ValidationFailed when the class is defined and it decorates anything but a method.
 */
export function workflow(options: WorkflowOptions): WorkflowDecorator;

export function workflow<Args extends unknown[], R>(
  options: WorkflowOptions,
  ...rest: readonly [fn?: (...args: Args) => Promise<R> | R]
): ((...args: Args) => Promise<R>) | WorkflowDecorator {
  const [fn] = rest;
  if (rest.length === 0) return workflowDecorator(options);
  if (typeof fn !== 'function') {
    throw new ValidationFailed(
      fn === undefined || fn === null
        ? `workflow() was given ${fn} in place of a function. Write workflow({ definitionName: '…' }, async (payload) => { … }).`
        : "@workflow was given what it decorates in place of its options. Write @workflow({ definitionName: '…' }).",
    );
  }
  return function run(this: unknown, ...args: Args) {
    return Workflow.runFor(run, options, () => fn.apply(this, args));
  };
}
