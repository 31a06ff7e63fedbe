import { MAX_FLEET_CONCURRENCY } from '../../contract/fleet-input.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { printResult } from '../envelope.ts';
import { numberOption } from '../number-option.ts';
import type { ProjectContext } from '../runs/run-scope.ts';
import { counted } from '../runs/run-text.ts';
import { checkFleetName, nameTaken, newFleetName } from './fleet-name.ts';
import type { FleetOptions } from './fleet-options.ts';
import { type FleetScope, openFleetScope } from './fleet-scope.ts';
import { storeOf } from './fleets.ts';
import type { ItemSpool } from './items/item-spool.ts';
import { spoolItems } from './items/spool-items.ts';

/**
 * Starts a fleet of a workflow: checks all items, uploads them, and starts the execution; on local AWS it runs them itself.
 *
 * @returns the exit code
 * @throws UsageError for a list that is wrong: nothing was uploaded then
 */
export async function startFleet(
  workflow: string,
  options: FleetStartOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  const settings = settingsOf(options);
  const name =
    options.name === undefined ? newFleetName(workflow, new Date()) : checkFleetName(options.name, '--name');
  // Before anybody is asked: most that is wrong is wrong here.
  using items = await spoolItems({
    ...{ file: options.items, format: options.format, directory: context.directory },
    ...{ stdin: () => process.stdin, signal: context.interrupt },
  });
  using scope = await openFleetScope(workflow, options, context);
  if (scope.target.isLocal) {
    const { startLocalFleet } = await import('./local/start-local-fleet.ts');
    return await startLocalFleet({ name, items, settings }, scope);
  }
  return await startOnAws({ name, items, settings }, scope);
}

/** What `fleet start` was called with. */
export interface FleetStartOptions extends FleetOptions {
  readonly items: string;
  readonly format?: string | undefined;
  readonly name?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly toleratedFailurePercentage?: string | undefined;
}

/** A fleet that is to be started. */
export interface WantedFleet {
  readonly name: string;
  readonly items: ItemSpool;
  /** What was said; the rest is as it was deployed. */
  readonly settings: ReturnType<typeof settingsOf>;
}

async function startOnAws({ name, items, settings }: WantedFleet, scope: FleetScope): Promise<ExitCode> {
  const [{ fleetArnOf }, { startExecution }] = await Promise.all([
    import('./aws/fleet-arn.ts'),
    import('./aws/start-execution.ts'),
  ]);
  const { context, options, target, deployed, commandLine } = scope;
  const machineArn = fleetArnOf(scope);
  const executionArn = await startExecution(
    { name, items, settings, store: storeOf(scope) },
    { ...scope, machineArn },
  );
  if (executionArn === undefined) throw nameTaken(name, deployed.workflow);
  const { workflow } = deployed;
  context.stderr(
    `Started the fleet ${name} of ${workflow}: ${counted(items.count, 'item')}. It goes on by itself.\n  watch    ${commandLine('fleet watch', `${workflow} ${name}`)}\n  results  ${commandLine('fleet results', `${workflow} ${name}`)}\n`,
  );
  printResult(context, {
    json: options.json,
    data: { target, name, executionArn, items: items.count, ...settings },
    text: () => `${name}\n`,
  });
  return EXIT.success;
}

/** @throws UsageError for numbers that are none */
function settingsOf({ concurrency, toleratedFailurePercentage }: FleetStartOptions): {
  readonly concurrency?: number;
  readonly toleratedFailurePercentage?: number;
} {
  return {
    ...(concurrency !== undefined && {
      concurrency: numberOption(concurrency, {
        ...{ name: '--concurrency', of: 'items', min: 1, max: MAX_FLEET_CONCURRENCY },
      }),
    }),
    ...(toleratedFailurePercentage !== undefined && {
      toleratedFailurePercentage: numberOption(toleratedFailurePercentage, {
        ...{ name: '--tolerated-failure-percentage', of: 'failures in 100', min: 0, max: 100 },
      }),
    }),
  };
}
