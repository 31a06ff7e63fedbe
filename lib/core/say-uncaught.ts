import { isMainThread } from 'node:worker_threads';

/**
 * Says an error by its message alone if nobody catches it, and ends the process with 1: for errors whose message tells their
 * reader all, in programs that are not ours, such as the app that the CDK CLI starts.
 *
 * Whatever else the program does with uncaught errors stays as it is: a listener of its own has the error instead, and other
 * errors are printed by Node as ever. `CDK_DEBUG`, which `cdk --debug` sets, asks for the stack.
 *
 * @see https://nodejs.org/api/process.html#event-uncaughtexceptionmonitor
 */
export function sayUncaught(error: Error): void {
  known.add(error);
  if (watching || !isMainThread) return;
  watching = true;
  // A monitor changes nothing for what it lets pass, so it need not be taken off again.
  process.on('uncaughtExceptionMonitor', (uncaught) => {
    if (!known.has(uncaught) || process.env.CDK_DEBUG) return;
    if (process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback())
      return;
    console.error(uncaught.message);
    process.exit(1);
  });
}

const known = new WeakSet<Error>();
let watching = false;
