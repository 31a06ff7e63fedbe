import { HOST_PATH, isBusy } from '../../contract/host.ts';
import { parseJson } from '../../core/json.ts';

/** What a process answers to a ping; `undefined` when it does not answer. */
export async function ping(options: {
  readonly port: number;
  readonly timeoutMs: number;
}): Promise<{ readonly busy: boolean } | undefined> {
  const { port, timeoutMs } = options;
  try {
    const response = await fetch(`http://127.0.0.1:${port}${HOST_PATH.ping}`, {
      signal: AbortSignal.timeout(timeoutMs),
      // A connection that is kept open would keep the process from ending.
      headers: { connection: 'close' },
    });
    // Whoever answers is alive, whatever it says.
    return response.ok ? { busy: isBusy(parseJson(await response.text())) } : undefined;
  } catch {
    return undefined;
  }
}
