import { randomUUID } from 'node:crypto';
import { itemOf } from '../../../contract/fleet-item.ts';
import type { ExitCode } from '../../../core/errors.ts';
import { counted } from '../../runs/run-text.ts';
import { nameTaken } from '../fleet-name.ts';
import type { FleetScope } from '../fleet-scope.ts';
import { storeOf } from '../fleets.ts';
import type { WantedFleet } from '../start.ts';
import { FleetOutcomes } from './fleet-outcomes.ts';
import { LocalFleetFile } from './local-fleet-file.ts';
import { localFleetSettings } from './local-settings.ts';
import { runAndReport } from './run-and-report.ts';

/** Runs a fleet on local AWS, in this process, until it ends. @returns the exit code */
export async function startLocalFleet(wanted: WantedFleet, scope: FleetScope): Promise<ExitCode> {
  const { name, items } = wanted;
  const { context, deployed, place } = scope;
  const { workflow } = deployed;
  const entry = (await scope.entries()).find((each) => each.name === workflow);
  const { settings, pace } = localFleetSettings(entry, wanted.settings);
  const store = storeOf(scope);
  if (!(await store.uploadItems(name, items))) throw nameTaken(name, workflow);
  if (entry !== undefined && (entry.fleet ?? false) === false)
    context.stderr(
      `On AWS, ${workflow} has no fleet without "fleet: true" in its catalog entry; on local AWS it needs nothing.\n`,
    );
  const startedAt = new Date().toISOString();
  const id = `local:${workflow}:${name}@${startedAt}`;
  const fleet = {
    ...settings,
    ...{ name, fleet: id, status: 'RUNNING' as const, startedAt, redrives: 0 },
    counts: { total: items.count, waiting: items.count, running: 0, succeeded: 0, failed: 0, stopped: 0 },
    resultsId: randomUUID(),
  };
  using outcomes = new FleetOutcomes({ fleet: id, bucket: place.bucket });
  return await runAndReport(
    fleet,
    {
      file: new LocalFleetFile(store, name),
      ...{ store, outcomes, indexes: Array.from({ length: items.count }, (_, index) => index) },
      itemAt: (index) => itemOf(items.at(index), { fleet: id, index, format: 'jsonl', bucket: place.bucket }),
      heading: `Running the fleet ${name} of ${workflow}: ${counted(items.count, 'item')}, ${pace}`,
    },
    scope,
  );
}
