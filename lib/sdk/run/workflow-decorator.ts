import { ValidationFailed } from '../errors.ts';
import type { OutputSchema } from '../schema/output-schema.ts';
import { type WorkflowCalls, workflowCalls } from './workflow-calls.ts';
import type { PayloadOption, WorkflowOptions } from './workflow-options.ts';

/**
 * Decorates methods that return a promise, of instances and of classes; it keeps `this`, arguments and result. The same
 * decorator works in both kinds of project, with `experimentalDecorators` in tsconfig.json and without.
 */
export interface WorkflowDecorator<Payload = never> {
  /** As a standard (TC39) decorator. */
  <M extends WorkflowMethod<Payload>>(method: M, context: MethodContext): M;
  /** As a legacy one (`experimentalDecorators: true`, as in projects of `cdk init`). */
  <M extends WorkflowMethod<Payload>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): TypedPropertyDescriptor<M>;
}

/** Any function that takes the payload and returns a promise; generic and overloaded methods are such, too. */
export type WorkflowMethod<Payload = never> = (payload: Payload, ...args: never[]) => Promise<unknown>;

/** What is needed of a context; the whole type refuses methods that declare their `this`. */
type MethodContext = Pick<ClassMethodDecoratorContext, 'kind' | 'name'>;

/** What compilers hand over: of methods what the types say, of wrong targets other things. */
type Place = MethodContext | string | symbol | undefined;

/** Makes the decorator. @throws ValidationFailed, from the decorator, when it stands on anything but a method. */
export function workflowDecorator(
  options: WorkflowOptions & Partial<PayloadOption<OutputSchema>>,
): WorkflowDecorator {
  const calls = workflowCalls(options);
  function decorate<M extends WorkflowMethod>(method: M, context: MethodContext): M;
  function decorate<M extends WorkflowMethod>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): TypedPropertyDescriptor<M>;
  function decorate<M extends WorkflowMethod>(
    method: M,
    place: Place,
    descriptor?: TypedPropertyDescriptor<M>,
  ): M | TypedPropertyDescriptor<M> {
    if (typeof place === 'object' && place.kind === 'method') return asRun(calls, method);
    const legacy = descriptor?.value;
    if (typeof legacy === 'function') return { ...descriptor, value: asRun(calls, legacy) };
    throw new ValidationFailed(
      `@workflow stands on ${describePlace(place, descriptor)}, but it is for methods that return a promise. ` +
        'Put it on such a method, or wrap a function: workflow(options, async () => { … }).',
    );
  }
  return decorate;
}

/** A proxy is what it stands for in all but being called: the type, `name` and `length` stay. */
function asRun<M extends WorkflowMethod>(calls: WorkflowCalls, method: M): M {
  const handler = {
    apply: (target: M, self: unknown, args: unknown[]) =>
      calls.run(handler.apply, args, () => Reflect.apply(target, self, args)),
  };
  return calls.mark(new Proxy(method, handler));
}

function describePlace(place: Place, descriptor: PropertyDescriptor | undefined): string {
  if (typeof place === 'object') return `the ${place.kind} "${String(place.name)}"`;
  if (place === undefined) return 'a class or a function';
  const name = `"${String(place)}"`;
  if (typeof descriptor === 'number') return `a parameter of ${name}`;
  if (descriptor === undefined) return `${name}, which is a property or comes without its descriptor`;
  return descriptor.get || descriptor.set ? `the accessor ${name}` : `the property ${name}`;
}
