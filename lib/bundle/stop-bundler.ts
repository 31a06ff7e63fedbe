import { stop } from 'esbuild';

/**
 * Ends the process that bundles, also in the middle of a bundle, so that a program can end at once. Whoever waits for a bundle
 * then waits for ever; the next bundle starts the process again.
 */
export async function stopBundler(): Promise<void> {
  await stop();
}
