/** Makes something that needs other things: they are disposed of with it, the last one first, or at once when making it fails. */
export async function held<T>(
  make: (keep: <D extends AsyncDisposable>(needed: D) => D) => Promise<T>,
): Promise<T & AsyncDisposable> {
  const kept: AsyncDisposable[] = [];
  const dispose = async (): Promise<void> => {
    for (const each of kept.reverse()) await each[Symbol.asyncDispose]();
  };
  try {
    const made = await make((needed) => {
      kept.push(needed);
      return needed;
    });
    return { ...made, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
