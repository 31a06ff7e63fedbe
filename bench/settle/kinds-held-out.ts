import { FORMS } from './held-out/forms.ts';
import { FRAMES_AND_TABS } from './held-out/frames-and-tabs.ts';
import { FRAMEWORKS } from './held-out/frameworks.ts';
import { MOTION } from './held-out/motion.ts';
import { HELD_OUT_NOISE } from './held-out/noise.ts';
import { SERVICES } from './held-out/services.ts';
import { STORAGE_AND_THREADS } from './held-out/storage-and-threads.ts';
import type { Kind } from './kind.ts';

/** Kinds of pages that were written after the rule of settling was finished, so that it could not be made for them. */
export const HELD_OUT_KINDS: readonly Kind[] = [
  ...FRAMEWORKS,
  ...FORMS,
  ...SERVICES,
  ...MOTION,
  ...STORAGE_AND_THREADS,
  ...FRAMES_AND_TABS,
  ...HELD_OUT_NOISE,
];
