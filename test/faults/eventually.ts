import { setTimeout as pause } from 'node:timers/promises';

/** Reads until what is read is as wanted, or time is up. @returns what was read last */
export async function eventually<T>(
  read: () => Promise<T> | T,
  isWanted: (value: T) => boolean,
  withinMs: number,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await read();
    if (isWanted(value) || performance.now() > deadline) return value;
    await pause(100);
  }
}
