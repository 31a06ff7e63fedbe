import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { cleanEnvironment, projectRoot } from './processes.ts';

/** A process that answers each line of JSON with one, until its input ends. */
export interface Conversation extends AsyncDisposable {
  /** @throws Error when it ends instead of an answer, with what it complained about */
  ask(question: unknown): Promise<unknown>;
}

/** Starts such a process. One question at a time. */
export function converse(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Conversation {
  const child = spawn(command, args, {
    cwd: projectRoot,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: cleanEnvironment(environment),
  });
  const closed = once(child, 'close');
  const complaints = text(child.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command} ended.\n${await complaints}`);
      return JSON.parse(value);
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await closed;
    },
  };
}
