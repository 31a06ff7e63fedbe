import { EXIT, type ExitCode } from '../../core/errors.ts';
import { printResult } from '../envelope.ts';
import { numberOption } from '../number-option.ts';
import type { ProjectContext } from '../runs/run-scope.ts';
import { lastedText, timeText } from '../runs/run-text.ts';
import { textTable } from '../text-table.ts';
import type { FleetOptions } from './fleet-options.ts';
import { openFleetScope } from './fleet-scope.ts';
import { fleetsOf } from './fleets.ts';

/** Lists the fleets of a workflow, the newest first. @returns the exit code */
export async function listFleets(
  workflow: string,
  options: ListFleetsOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  const limit = numberOption(options.limit ?? '20', { name: '--limit', of: 'fleets', min: 1, max: 1000 });
  using scope = await openFleetScope(workflow, options, context);
  const { fleets, hasMore } = await (await fleetsOf(scope)).list(limit);
  const nowMs = Date.now();
  printResult(context, {
    json: options.json,
    data: { target: scope.target, workflow, fleets, hasMore },
    text: () =>
      fleets.length === 0
        ? 'No fleets.\n'
        : textTable(
            ['name', 'status', 'started', 'lasted', 'redrives'],
            fleets.map(({ name, status, startedAt, endedAt, redrives }) => {
              const times = {
                startedAt: new Date(startedAt),
                endedAt: endedAt === undefined ? undefined : new Date(endedAt),
              };
              return [name, status, timeText(times.startedAt), lastedText(times, nowMs), `${redrives}`];
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
