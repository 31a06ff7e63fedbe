/** What only standard decorators can do. */
import { workflow } from '../../lib/sdk/index.ts';

const run = workflow({ definitionName: 'shop' });

export class Shop {
  @run
  async #secret(): Promise<number> {
    return 1;
  }

  reveal(): Promise<number> {
    return this.#secret();
  }

  // @ts-expect-error a getter is no method, whatever it returns
  @run
  get getter(): () => Promise<number> {
    return async () => 1;
  }
}
