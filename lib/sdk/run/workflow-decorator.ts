import { ValidationFailed } from '../errors.ts';
import { Workflow } from './workflow.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/**
 * Decorates methods that return a promise, of instances and of classes; it keeps `this`, arguments and result. The same
 * decorator works in both kinds of project, with `experimentalDecorators` in tsconfig.json and without.
 */
export interface WorkflowDecorator {
  /** As a standard (TC39) decorator. */
  <M extends WorkflowMethod>(method: M, context: MethodContext): M;
  /** As a legacy one (`experimentalDecorators: true`, as in projects of `cdk init`). */
  <M extends WorkflowMethod>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): TypedPropertyDescriptor<M>;
}

/** Any function that returns a promise; generic and overloaded methods are such, too. */
export type WorkflowMethod = (...args: never[]) => Promise<unknown>;

/** What is needed of a context; the whole type refuses methods that declare their `this`. */
type MethodContext = Pick<ClassMethodDecoratorContext, 'kind' | 'name'>;

/** What compilers hand over: of methods what the types say, of wrong targets other things. */
type Place = MethodContext | string | symbol | undefined;

/** Makes the decorator. @throws ValidationFailed, from the decorator, when it stands on anything but a method. */
export function workflowDecorator(options: WorkflowOptions): WorkflowDecorator {
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
    if (typeof place === 'object' && place.kind === 'method') return asRun(options, method);
    const legacy = descriptor?.value;
    if (typeof legacy === 'function') return { ...descriptor, value: asRun(options, legacy) };
    throw new ValidationFailed(
      `@workflow stands on ${describePlace(place, descriptor)}, but it is for methods that return a promise. ` +
        'Put it on such a method, or wrap a function: workflow(options, async () => { … }).',
    );
  }
  return decorate;
}

/** A proxy is what it stands for in all but being called: the type, `name` and `length` stay. */
function asRun<M extends WorkflowMethod>(options: WorkflowOptions, method: M): M {
  const handler = {
    apply: (target: M, self: unknown, args: unknown[]) =>
      Workflow.runFor(handler.apply, options, () => Reflect.apply(target, self, args)),
  };
  return new Proxy(method, handler);
}

function describePlace(place: Place, descriptor: PropertyDescriptor | undefined): string {
  if (typeof place === 'object') return `the ${place.kind} "${String(place.name)}"`;
  if (place === undefined) return 'a class or a function';
  const name = `"${String(place)}"`;
  if (typeof descriptor === 'number') return `a parameter of ${name}`;
  if (descriptor === undefined) return `${name}, which is a property or comes without its descriptor`;
  return descriptor.get || descriptor.set ? `the accessor ${name}` : `the property ${name}`;
}
