import { ValidationFailed } from '../errors.ts';
import { Workflow } from './workflow.ts';
import type { WorkflowOptions } from './workflow-options.ts';

type Method<This, Args extends unknown[], R> = (this: This, ...args: Args) => Promise<R>;

/** A standard (TC39) method decorator for methods that return a promise. */
export type WorkflowDecorator = <This, Args extends unknown[], R>(
  method: Method<This, Args, R>,
  context: ClassMethodDecoratorContext<This, Method<This, Args, R>>,
) => Method<This, Args, R>;

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
 * The same as a decorator of a method.
 *
 * @example
 * ```ts
 * class Shop {
 *   @workflow({ definitionName: 'check-price' })
 *   async checkPrice(url: string): Promise<number> { … }
 * }
 * ```
 */
export function workflow(options: WorkflowOptions): WorkflowDecorator;

export function workflow<A extends unknown[], T>(
  options: WorkflowOptions,
  fn?: (...args: A) => Promise<T> | T,
): ((...args: A) => Promise<T>) | WorkflowDecorator {
  if (fn !== undefined) return asRun(options, fn);
  return <This, Args extends unknown[], R>(
    method: Method<This, Args, R>,
    context: ClassMethodDecoratorContext<This, Method<This, Args, R>>,
  ) => {
    // Legacy decorators get the class and a name, and would be ignored without a word.
    if (typeof method !== 'function' || context?.kind !== 'method') {
      throw new ValidationFailed(
        '@workflow decorates methods, as a standard decorator: switch `experimentalDecorators` off in tsconfig.json.',
      );
    }
    return asRun(options, method);
  };
}

function asRun<This, Args extends unknown[], R>(
  options: WorkflowOptions,
  fn: (this: This, ...args: Args) => Promise<R> | R,
): Method<This, Args, R> {
  return function (...args) {
    return Workflow.run(options, () => fn.apply(this, args));
  };
}
