import { converse } from '../support/conversation.ts';
import type { Caller } from './call.ts';

/** A process that calls operations: each line is {service, operation, input}, and is answered with {output} or {error}. */
export function asking(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): AsyncDisposable & { readonly caller: Caller } {
  const process = converse(command, args, environment);
  return {
    async caller(call) {
      const { output, error } = Object(await process.ask(call));
      if (error !== undefined) throw new Error(error);
      return output;
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
