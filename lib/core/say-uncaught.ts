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
  const known: unknown = Reflect.get(process, KNOWN);
  if (known instanceof WeakSet) {
    known.add(error);
    return;
  }
  if (isMainThread) watch(new WeakSet([error]));
}

/** One listener in a process, however many copies of this module it has loaded. */
const KNOWN = Symbol.for('nova-act-cdk.uncaught');

function watch(known: WeakSet<Error>): void {
  Object.defineProperty(process, KNOWN, { value: known });
  const monitor: NodeJS.UncaughtExceptionListener = (uncaught, origin) => {
    if (!known.has(uncaught) || process.env.CDK_DEBUG) return;
    if (process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback())
      return;
    // Those that came later would not hear of it any more.
    const monitors = process.listeners('uncaughtExceptionMonitor');
    for (const later of monitors.slice(monitors.indexOf(monitor) + 1)) later(uncaught, origin);
    console.error(uncaught.message);
    process.exit(1);
  };
  // A monitor changes nothing for what it lets pass, so it need not be taken off again.
  process.on('uncaughtExceptionMonitor', monitor);
}
