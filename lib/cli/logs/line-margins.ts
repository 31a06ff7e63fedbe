/** How much longer than an invocation or a run its lines are looked for: clocks differ a little, and what is said of an end comes after it. */
export const LINE_MARGINS = { beforeMs: 5_000, afterMs: 60_000 } as const;
