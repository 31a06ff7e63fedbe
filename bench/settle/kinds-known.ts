import type { Kind } from './kind.ts';
import { NAVIGATIONS } from './known/navigations.ts';
import { NOISE } from './known/noise.ts';
import { RENDERING } from './known/rendering.ts';
import { REQUESTS } from './known/requests.ts';
import { TIMERS } from './known/timers.ts';
import { WORKERS_AND_FRAMES } from './known/workers-and-frames.ts';

/** Kinds of pages that were looked at while the rule of settling was made. */
export const KNOWN_KINDS: readonly Kind[] = [
  ...TIMERS,
  ...REQUESTS,
  ...WORKERS_AND_FRAMES,
  ...NAVIGATIONS,
  ...RENDERING,
  ...NOISE,
];
