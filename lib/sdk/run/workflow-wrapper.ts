import { ValidationFailed } from '../errors.ts';
import type { OutputSchema, SchemaOutput } from '../schema/output-schema.ts';
import { workflowCalls } from './workflow-calls.ts';
import { type WorkflowDecorator, workflowDecorator } from './workflow-decorator.ts';
import type { PayloadOption, WorkflowOptions } from './workflow-options.ts';
import type { PayloadArguments } from './workflow-payload.ts';

/**
 * Makes a function a workflow: each call of it is a run of its own, SUCCEEDED when it returns, FAILED when it throws.
 *
 * @example
 * ```ts
 * export const main = workflow(
 *   { definitionName: 'headlines', payload: z.strictObject({ url: z.url() }) },
 *   async ({ url }) => {
 *     await using nova = await NovaAct.start({ startingPage: url });
 *     const { data } = await nova.actGet('Return the main heading of the page', z.string());
 *     return { heading: data };
 *   },
 * );
 * ```
 * @throws ValidationFailed at once for wrong options, and when `payload` is no schema; when the function is called, PayloadError for a wrong payload,
 * and what `Workflow.run` throws.
 */
export function workflow<const S extends OutputSchema, Rest extends unknown[], R>(
  options: WorkflowOptions & PayloadOption<S>,
  fn: (payload: SchemaOutput<S>, ...rest: Rest) => Promise<R> | R,
): (...args: [...PayloadArguments<S>, ...Rest]) => Promise<R>;

/** The same for a function that takes whatever it is called with. */
export function workflow<Args extends unknown[], R>(
  options: WorkflowOptions,
  fn: (...args: Args) => Promise<R> | R,
): (...args: Args) => Promise<R>;

/**
 * The same as a decorator of a method, standard or legacy. `payload` is what its first argument must be; the type of the method
 * stays as it is written, so a schema with transformations is for functions.
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
export function workflow<const S extends OutputSchema>(
  options: WorkflowOptions & PayloadOption<S>,
): WorkflowDecorator<SchemaOutput<S>>;
export function workflow(options: WorkflowOptions): WorkflowDecorator;

export function workflow<Args extends unknown[], R>(
  options: WorkflowOptions & Partial<PayloadOption<OutputSchema>>,
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
  const calls = workflowCalls(options);
  return calls.mark(function run(this: unknown, ...args: Args) {
    return calls.run(run, args, () => fn.apply(this, args));
  });
}
