/** What `workflow()` and `Workflow.run` make of a function. */
import { expectTypeOf } from 'expect-type';
import { Workflow, type WorkflowDecorator, workflow } from '../../lib/sdk/index.ts';

const options = { definitionName: 'shop' };

// Arguments stay, the result becomes a promise of what it was.
expectTypeOf(
  workflow(options, async (url: string, depth?: number) => url.length + (depth ?? 0)),
).toEqualTypeOf<(url: string, depth?: number) => Promise<number>>();
expectTypeOf(workflow(options, () => 1)).toEqualTypeOf<() => Promise<number>>();
expectTypeOf(workflow(options, (...urls: string[]) => urls)).toEqualTypeOf<
  (...urls: string[]) => Promise<string[]>
>();
expectTypeOf(
  workflow(options, (isOpen: boolean) => (isOpen ? Promise.resolve('open') : 'closed')),
).returns.resolves.toBeString();
expectTypeOf(workflow(options)).toEqualTypeOf<WorkflowDecorator>();

expectTypeOf(await Workflow.run(options, async (run) => run.runId)).toBeString();
expectTypeOf(await Workflow.run(options, () => undefined)).toBeUndefined();

// @ts-expect-error a run has a definition
workflow({}, async () => 1);
// @ts-expect-error no such option
workflow({ definitionName: 'shop', model: 'nova-act-latest' }, async () => 1);
// @ts-expect-error options come first
workflow(async () => 1, options);
// @ts-expect-error something must be run
void Workflow.run(options);
