import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DEFAULT_VIEWPORT, findBrowser } from '../../lib/browser/index.ts';
import { python } from '../../test/interop/support/python.ts';
import { THINKING_MS, TRIAL_LIMIT_MS, type Trial, type Way } from './way.ts';

/**
 * The actions and the settling of AWS's own Python SDK, in one process with one browser and a context for each trial.
 *
 * @param executable a Python that has its packages. @default the one of the interoperability tests
 * @throws Error when its packages cannot be installed
 */
export async function startPython(executable?: string): Promise<Way> {
  const launch = { executablePath: findBrowser().executablePath, args: ['--disable-gpu'] };
  const child = spawn(
    executable ?? (await python()).executable,
    [path.join(import.meta.dirname, 'python_settle.py'), JSON.stringify(launch)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('The process of the Python SDK has ended; what it says is above.');
      if (value.startsWith('RESULT ')) return JSON.parse(value.slice('RESULT '.length));
    }
  };
  await answer();
  return {
    name: 'python',
    async run({ action, fresh }, urls) {
      const limits = { thinkingMs: THINKING_MS, limitMs: TRIAL_LIMIT_MS, viewport: DEFAULT_VIEWPORT };
      child.stdin.write(`${JSON.stringify({ action, fresh, ...urls, ...limits })}\n`);
      return trialFrom(await answer());
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await closed;
    },
  };
}

function trialFrom(answer: unknown): Trial {
  if (typeof answer !== 'object' || answer === null) throw new Error('The Python SDK gave no trial.');
  const { actMs, settleMs, isFresh, error } = Object.fromEntries(Object.entries(answer));
  return {
    actMs: Number(actMs),
    settleMs: Number(settleMs),
    isFresh: isFresh === true,
    ...(error === undefined ? {} : { error: String(error) }),
  };
}
