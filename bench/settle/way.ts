import type { Page } from 'playwright-core';
import { within } from '../../lib/core/async.ts';
import type { Kind } from './kind.ts';

/** A way to find out that a page has settled. */
export interface Way extends AsyncDisposable {
  readonly name: WayName;
  /** Loads the page, acts, waits until this way takes it to be settled, and looks. Throws only when nothing works. */
  run(kind: Kind, urls: TrialUrls): Promise<Trial>;
}

export const WAY_NAMES = ['ours', 'python', 'networkidle'] as const;
export type WayName = (typeof WAY_NAMES)[number];

export interface TrialUrls {
  readonly url: string;
  readonly blankUrl: string;
}

/** What came of one run of one kind. */
export interface Trial {
  readonly actMs: number;
  readonly settleMs: number;
  /** Whether the page showed what the action led to when settling ended. */
  readonly isFresh: boolean;
  /** What the agent was told of a page that was still at work. */
  readonly told?: string;
  /** Why acting or settling failed. */
  readonly error?: string;
}

/** Acting and settling may take so long together. */
export const TRIAL_LIMIT_MS = 20_000;
/** Noise must be over in so long, acting and settling together. */
export const NOISE_LIMIT_MS = 5_000;
/** Between loading and acting: the time in which a model thinks, so that the page has come to rest. */
export const THINKING_MS = 600;

/** A trial is right when the page was fresh in time, or when the agent was told that it is still at work. */
export function verdictOf(kind: Kind, trial: Trial): 'right' | 'told' | 'stale' {
  const isLate = kind.isNoise && trial.actMs + trial.settleMs > NOISE_LIMIT_MS;
  if (trial.error === undefined && trial.isFresh && !isLate) return 'right';
  return trial.error === undefined && trial.told !== undefined && !isLate ? 'told' : 'stale';
}

/** Whether a frame of the page shows what the action led to, now. */
export async function isFresh(page: Page, fresh: string): Promise<boolean> {
  // A frame that is being replaced answers only when its next document is there, which would be too late.
  const answers = page.frames().map((frame) =>
    within({
      work: frame.evaluate<unknown>(fresh).catch(() => false),
      timeoutMs: 300,
      fallback: false,
    }),
  );
  return (await Promise.all(answers)).includes(true);
}

/** The middle of what a selector finds, and its box as the model writes it. */
export async function placeOf(
  page: Page,
  target: string,
): Promise<{ readonly x: number; readonly y: number; readonly box: string }> {
  const rect = await page.locator(target).boundingBox();
  const size = page.viewportSize();
  if (rect === null || size === null) throw new Error(`${target} has no box`);
  const right = Math.min(rect.x + rect.width, size.width);
  const bottom = Math.min(rect.y + rect.height, size.height);
  const box = `<box>${rect.y},${rect.x},${bottom},${right}</box>`;
  return { x: (rect.x + right) / 2, y: (rect.y + bottom) / 2, box };
}

/** Times the two parts of a trial; what fails is part of the result. */
export async function timedTrial(parts: {
  readonly act: () => Promise<unknown>;
  readonly settle: () => Promise<unknown>;
  readonly look: () => Promise<Pick<Trial, 'isFresh' | 'told'>>;
}): Promise<Trial> {
  const start = performance.now();
  let acted: number | undefined;
  try {
    await parts.act();
    acted = performance.now();
    await parts.settle();
    const settled = performance.now();
    return { actMs: acted - start, settleMs: settled - acted, ...(await parts.look()) };
  } catch (error) {
    const failed = performance.now();
    return {
      actMs: (acted ?? failed) - start,
      settleMs: failed - (acted ?? failed),
      isFresh: false,
      error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    };
  }
}
