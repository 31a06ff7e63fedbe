import { setTimeout as pause } from 'node:timers/promises';

/** Repeats what can be repeated while it fails for reasons that pass: for about half a minute, longer and longer apart. */
export async function persistently<T>(options: {
  readonly work: () => Promise<T>;
  readonly passes: (error: unknown) => boolean;
  /** Between two attempts. @default - half a minute in sum */
  readonly pausesMs?: readonly number[] | undefined;
}): Promise<T> {
  for (const pauseMs of options.pausesMs ?? PAUSES_MS) {
    try {
      return await options.work();
    } catch (error) {
      if (!options.passes(error)) throw error;
    }
    await pause(pauseMs);
  }
  return options.work();
}

const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 16_000];
