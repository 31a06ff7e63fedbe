/** Changes a store without end, and says of each run when it is saved. Run with the state folder as argument. */
import { writeSync } from 'node:fs';
import { NovaActStore } from '../../../../lib/local/nova-act/index.ts';
import { aDefinition, anAct, aRun, aSession } from './sample-records.ts';

const store = NovaActStore.open({ stateDir: process.argv[2] ?? '' });
store.saveDefinition(aDefinition('shop', store.nextSequence()));
for (;;) {
  const run = aRun('shop', store.nextSequence());
  store.saveRun(run);
  const session = aSession(run, store.nextSequence());
  store.saveSession(session);
  const act = anAct(session, store.nextSequence(), { task: 'x'.repeat(3000) });
  store.saveAct(act);
  store.saveRun({ ...run, status: 'SUCCEEDED', endedAt: run.startedAt });
  writeSync(1, `${run.runId} ${act.actId}\n`);
}
