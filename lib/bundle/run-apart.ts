import { runInThisContext } from 'node:vm';
import { stringMember } from '../core/thrown.ts';

/**
 * Runs code of a project that may do to this process what it likes: a call of `process.exit` is an error, what it prints goes to
 * stderr, and code that never ends is stopped, by Ctrl-C as well. Other signals are heard when it has ended.
 *
 * @throws RunApartError for code that exits or never ends; whatever the code throws
 */
export function runApart<T>(code: () => T, timeoutMs: number): T {
  const { exit } = process;
  const { write } = process.stdout;
  let exited: RunApartError | undefined;
  process.exit = (exitCode) => {
    exited ??= new RunApartError(`called process.exit(${exitCode ?? ''}) while it was loaded`);
    throw exited;
  };
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const { exitCode } = process;
  try {
    const result = interruptible(code, timeoutMs);
    // It may have caught what it was stopped with.
    if (exited !== undefined) throw exited;
    return result;
  } catch (error) {
    throw exited ?? error;
  } finally {
    process.exit = exit;
    process.stdout.write = write;
    process.exitCode = exitCode;
  }
}

/** What code did that keeps others from using it, as the end of a sentence. */
export class RunApartError extends Error {
  override readonly name = 'RunApartError';
}

/** Only a script can be stopped from outside. It calls a function of another realm, as in tests, by way of the global object. */
function interruptible<T>(code: () => T, timeoutMs: number): T {
  const place: Record<symbol, unknown> = runInThisContext('globalThis');
  let result: { readonly value: T } | undefined;
  place[CALLED] = () => {
    result = { value: code() };
  };
  try {
    runInThisContext(`globalThis[Symbol.for('${CALLED.description}')]()`, {
      timeout: timeoutMs,
      breakOnSigint: true,
    });
  } catch (error) {
    const reason = stringMember(error, 'code');
    if (reason === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new RunApartError(`had not ended ${timeoutMs / 1000} s after its loading began`);
    }
    if (reason === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
      // Those who listen were kept from hearing of it.
      if (!process.emit('SIGINT', 'SIGINT')) process.kill(process.pid, 'SIGINT');
      throw new RunApartError('was stopped while it was loaded');
    }
    throw error;
  } finally {
    delete place[CALLED];
  }
  if (result === undefined) throw new Error('A script has ended without its result.');
  return result.value;
}

const CALLED = Symbol.for('nova-act-cdk.run-apart');
