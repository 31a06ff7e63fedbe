import type { Bench } from '../bench.ts';
import { bundles } from './bundle.ts';
import { commands } from './commands.ts';
import { edits } from './edit.ts';
import { history, longHistory } from './history.ts';
import { hosts } from './host.ts';
import { hostRuns } from './host-runs.ts';
import { importing } from './import.ts';
import { latePages } from './late-pages.ts';
import { longSession } from './long-session.ts';
import { pageSize } from './page-size.ts';
import { parallelSessions } from './sessions.ts';
import { stepBenches } from './step.ts';
import { largeSynthesis, synthesis } from './synth.ts';

/** All that is measured, in the order of the table. */
export const BENCHES: readonly Bench[] = [
  importing,
  hosts,
  bundles,
  synthesis,
  largeSynthesis,
  commands,
  edits,
  history,
  longHistory,
  ...stepBenches(),
  latePages,
  parallelSessions,
  longSession,
  hostRuns,
  pageSize,
];
