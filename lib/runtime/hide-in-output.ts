import { knownSecrets } from '../contract/known-secrets.ts';
import { secretFilter, secretsIn } from '../contract/secrets.ts';

/**
 * Takes secrets out of every text that this process writes to its output, whoever writes it: those of the environment, and those
 * that it fetches. What is written in parts is looked at part by part.
 */
export function hideInOutput(environment: Readonly<Record<string, string | undefined>>): void {
  const withoutVariables = secretFilter(secretsIn(environment));
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write;
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const hidden = typeof chunk === 'string' ? knownSecrets.hideIn(withoutVariables(chunk)) : chunk;
      return Boolean(Reflect.apply(write, stream, [hidden, ...rest]));
    };
  }
}
