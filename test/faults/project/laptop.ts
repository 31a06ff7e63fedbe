import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Workflow } from '../../../lib/sdk/index.ts';

/** A program with a run, as a developer starts it on a laptop. It ends when a file is there. */
const [deed, file = ''] = process.argv.slice(2);

await Workflow.run({ definitionName: 'faults-probe' }, async ({ runId }) => {
  process.stdout.write(`run ${runId}\n`);
  if (deed === 'uncaught') {
    setTimeout(() => {
      throw new TypeError('thrown in a timer');
    }, 50);
  }
  // Nothing keeps the program alive: Node ends it.
  if (deed === 'never') await new Promise(() => {});
  while (!existsSync(file)) await pause(100);
});
process.stdout.write('succeeded\n');
