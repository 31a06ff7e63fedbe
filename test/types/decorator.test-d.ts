/** Checked twice: with standard decorators, and by `legacy/tsconfig.json` with legacy ones. */
import { expectTypeOf } from 'expect-type';
import { type WorkflowDecorator, workflow } from '../../lib/sdk/index.ts';

const run = workflow({ definitionName: 'shop' });
expectTypeOf(run).toEqualTypeOf<WorkflowDecorator>();

class Shop {
  @run
  async price(_amount: number, _currency?: string): Promise<string> {
    return '';
  }

  @workflow({ definitionName: 'shop' })
  static async open(this: typeof Shop): Promise<void> {}

  @run
  async first<T>(of: readonly T[]): Promise<T | undefined> {
    return of[0];
  }

  find(_by: 'name', name: string): Promise<string>;
  find(_by: 'id', id: number): Promise<number>;
  @run
  async find(_by: string, value: string | number): Promise<string | number> {
    return value;
  }

  @run
  protected async hidden(): Promise<unknown> {
    return this.price(1);
  }

  // @ts-expect-error the options are missing
  @workflow
  async withoutOptions(): Promise<void> {}

  // @ts-expect-error a method must return a promise
  @run
  atOnce(): number {
    return 1;
  }

  // @ts-expect-error a method must always return a promise
  @run
  sometimes(): Promise<number> | number {
    return 1;
  }

  // @ts-expect-error getters are no methods
  @run
  get getter(): number {
    return 1;
  }

  // @ts-expect-error setters are no methods
  @run
  set setter(_: number) {}

  // @ts-expect-error accessors are no methods
  @run
  accessor accessor = 1;

  // @ts-expect-error properties are no methods
  @run
  property = 1;

  // @ts-expect-error a function in a property is no method
  @run
  arrow = async () => 1;

  // @ts-expect-error nor is one of the class
  @run
  static arrow = async () => 1;
}

// @ts-expect-error classes are no methods
@run
class Decorated {}
void Decorated;

expectTypeOf<Shop['price']>().toEqualTypeOf<(amount: number, currency?: string) => Promise<string>>();
expectTypeOf<Shop['first']>().toEqualTypeOf<<T>(of: readonly T[]) => Promise<T | undefined>>();

// @ts-expect-error functions are wrapped: workflow(options, fn)
run(async () => 1);
