import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { visible } from '../../core/visible.ts';
import { printEnvelope, printResult } from '../envelope.ts';
import { explainError } from '../explain-error.ts';
import type { ProjectContext } from '../runs/run-scope.ts';
import { counted } from '../runs/run-text.ts';
import type { FleetOptions } from './fleet-options.ts';
import { FleetProgress } from './fleet-progress.ts';
import { type FleetScope, openFleetScope } from './fleet-scope.ts';
import { type FleetState, isGoingOn } from './fleet-state.ts';
import { type Fleets, fleetsOf } from './fleets.ts';
import { showLiveLine } from './live-line.ts';
import { failureOfFleet } from './say-end.ts';
import { whichFleet } from './which-fleet.ts';

/**
 * Follows a fleet until it ends.
 *
 * @returns the exit code: 0 only when all its items have succeeded
 */
export async function watchFleet(
  workflow: string,
  name: string | undefined,
  options: FleetOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  using scope = await openFleetScope(workflow, options, context);
  const fleets = await fleetsOf(scope);
  const first = await whichFleet(name, fleets, scope);
  context.stderr(`Watching the fleet ${first.name} of ${workflow}\n`);
  const end = await follow(first, fleets, scope);
  // Of a lost loop nobody knows when it ended.
  const lasted =
    end.endedAt === undefined
      ? undefined
      : formatDuration(Date.parse(end.endedAt) - Date.parse(end.startedAt));
  const data = { target: scope.target, workflow, ...end };
  const failed = failureOfFleet(end, { workflow, commandLine: scope.commandLine });
  if (failed === undefined) {
    context.stderr(
      `All ${counted(end.counts?.total ?? 0, 'item')} succeeded${lasted === undefined ? '' : ` in ${lasted}`}.\n  results  ${scope.commandLine('fleet results', `${workflow} ${end.name}`)}\n`,
    );
    printResult(context, { json: options.json, data, text: () => `${end.status}\n` });
    return EXIT.success;
  }
  context.stderr(visible(saidAfter(lasted, failed.text)));
  if (options.json === true) printEnvelope(context, { ok: false, error: failed.failure, data });
  else context.stdout(`${end.status}\n`);
  return EXIT.failure;
}

function saidAfter(lasted: string | undefined, text: string): string {
  return lasted === undefined
    ? `${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : `After ${lasted}: ${text}`;
}

/** Of DescribeMapRun there is one a second for all that ask. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const INTERVAL_MS = { local: 500, aws: 5000 } as const;
/** So many questions in a row may fail in a way that may pass. */
const MAX_FAILED_LOOKS = 5;

async function follow(first: FleetState, fleets: Fleets, scope: FleetScope): Promise<FleetState> {
  const { context, target, call, commandLine, deployed } = scope;
  const { interactive, stderr: write } = context;
  const progress = new FleetProgress();
  let state = first;
  let failures = 0;
  using live = showLiveLine({
    line: () => `  ${progress.line(state.counts, performance.now())}`,
    ...{ interactive, write },
  });
  try {
    while (isGoingOn(state)) {
      await sleep(target.isLocal ? INTERVAL_MS.local : INTERVAL_MS.aws, undefined, {
        signal: call.abortSignal,
      });
      try {
        state = (await fleets.state(first.name)) ?? state;
        failures = 0;
      } catch (error) {
        const { failure } = explainError(error, context);
        failures += 1;
        if (call.abortSignal.aborted || !failure.retryable || failures >= MAX_FAILED_LOOKS) throw error;
        live.say(`Could not ask, and asks again: ${visible(failure.message)}`);
      }
    }
    return state;
  } catch (error) {
    if (call.abortSignal.aborted) {
      const stop = commandLine('fleet stop', `${deployed.workflow} ${first.name}`);
      live.say(`Interrupted. The fleet was left alone, and goes on. To stop it: ${stop}`);
    }
    throw error;
  }
}
