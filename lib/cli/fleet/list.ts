import { EXIT, type ExitCode } from '../../core/errors.ts';
import { printResult } from '../envelope.ts';
import { numberOption } from '../number-option.ts';
import type { ProjectContext } from '../runs/run-scope.ts';
import { lastedText, timeText } from '../runs/run-text.ts';
import { textTable } from '../text-table.ts';
import type { FleetOptions } from './fleet-options.ts';
import { openFleetScope } from './fleet-scope.ts';
import { fleetsOf } from './fleets.ts';
import { withCounts } from './with-counts.ts';

/** Lists the fleets of a workflow, the newest first. @returns the exit code */
export async function listFleets(
  workflow: string,
  options: ListFleetsOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  const limit = numberOption(options.limit ?? '20', { name: '--limit', of: 'fleets', min: 1, max: 1000 });
  using scope = await openFleetScope(workflow, options, context);
  const all = await fleetsOf(scope);
  const { fleets: listed, hasMore } = await all.list(limit);
  const fleets = await withCounts(listed, all, scope.call.abortSignal);
  const nowMs = Date.now();
  printResult(context, {
    json: options.json,
    data: { target: scope.target, workflow, fleets, hasMore },
    text: () =>
      fleets.length === 0
        ? 'No fleets.\n'
        : textTable(
            ['name', 'status', 'started', 'lasted', 'items', 'succeeded', 'failed', 'stopped', 'redrives'],
            fleets.map(({ name, status, startedAt, endedAt, redrives, counts }) => {
              const times = {
                startedAt: new Date(startedAt),
                endedAt: endedAt === undefined ? undefined : new Date(endedAt),
              };
              const { total, succeeded, failed, stopped } = counts ?? {};
              return [
                ...[name, status, timeText(times.startedAt)],
                // Of a lost loop nobody knows when it ended.
                status === 'LOST' ? '-' : lastedText(times, nowMs),
                ...[total, succeeded, failed, stopped].map((count) => `${count ?? '-'}`),
                `${redrives}`,
              ];
            }),
          ),
  });
  if (hasMore) context.stderr(`These are the newest ${limit}; more with --limit.\n`);
  return EXIT.success;
}

/** What `fleet list` was called with. */
export interface ListFleetsOptions extends FleetOptions {
  readonly limit?: string | undefined;
}
