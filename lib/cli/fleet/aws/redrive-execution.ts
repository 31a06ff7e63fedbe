import { type DescribeExecutionCommandOutput, RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import type { FleetInput } from '../../../contract/fleet-input.ts';
import { wrappedItem } from '../../../contract/fleet-item.ts';
import { itemOfResult } from '../../../contract/fleet-result.ts';
import { EXIT, type ExitCode, messageOf, nameOf } from '../../../core/errors.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';
import { visible } from '../../../core/visible.ts';
import { sentence } from '../../aws-failure.ts';
import { printResult } from '../../envelope.ts';
import { counted } from '../../runs/run-text.ts';
import { UsageError } from '../../usage-error.ts';
import { namesAgain } from '../fleet-name.ts';
import type { FleetScope } from '../fleet-scope.ts';
import type { FleetState } from '../fleet-state.ts';
import type { FleetStore } from '../fleet-store.ts';
import { storeOf } from '../fleets.ts';
import { ItemSpool } from '../items/item-spool.ts';
import { manifestsOf, readResults } from '../read-results.ts';
import { sayNothingToDo } from '../redrive.ts';
import { ResultsIncompleteError, ResultTally } from '../result-tally.ts';
import { AwsFleets } from './aws-fleets.ts';
import { fleetArnOf } from './fleet-arn.ts';
import { startExecution } from './start-execution.ts';

/**
 * Redrives an execution that has failed. Of one that cannot be redriven, such as one that has succeeded within its tolerance, what
 * has not succeeded becomes the items of a new one, which know that they have been tried.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html
 */
export async function redriveExecution(state: FleetState, scope: FleetScope): Promise<ExitCode> {
  const machineArn = fleetArnOf(scope);
  const fleets = new AwsFleets({ ...scope, machineArn });
  const execution = await fleets.execution(state.name);
  const { executionArn, redriveStatus, redriveStatusReason } = execution ?? {};
  const { context, options, target, commandLine, deployed } = scope;
  const refusal =
    executionArn !== undefined && redriveStatus === 'REDRIVABLE'
      ? await redriven(executionArn, scope)
      : (redriveStatusReason ?? `It is ${state.status}`);
  if (refusal === undefined) {
    const watch = commandLine('fleet watch', `${deployed.workflow} ${state.name}`);
    context.stderr(
      `The fleet ${state.name} goes on with what has not succeeded, under its name.\n  watch    ${watch}\n`,
    );
    const data = { target, fleet: state.name, name: state.name, executionArn };
    printResult(context, { json: options.json, data, text: () => `${state.name}\n` });
    return EXIT.success;
  }
  const why = visible(sentence(refusal));
  const store = storeOf(scope);
  using items = new ItemSpool();
  await spoolUndone(items, { state, fleets, store });
  if (items.count === 0) return sayNothingToDo(state, scope);
  const settings = settingsIn(execution);
  for (const name of namesAgain(state.name)) {
    const started = await startExecution({ name, items, store, settings }, { ...scope, machineArn });
    if (started === undefined) continue;
    const watch = commandLine('fleet watch', `${deployed.workflow} ${name}`);
    context.stderr(
      `The fleet ${state.name} cannot go on under its name: ${why}\nStarted ${name} with what has not succeeded: ${counted(items.count, 'item')}.\n  watch    ${watch}\n`,
    );
    const data = { target, fleet: state.name, name, executionArn: started, items: items.count };
    printResult(context, { json: options.json, data, text: () => `${name}\n` });
    return EXIT.success;
  }
  throw new UsageError({
    what: `The fleet ${state.name} was run again too often: there is no name left for another one.`,
    fix: 'Start a new fleet under another name.',
  });
}

/** @returns why the service does not take it after all; `undefined` when it goes on */
async function redriven(executionArn: string, { sfn, call }: FleetScope): Promise<string | undefined> {
  try {
    await (await sfn()).send(new RedriveExecutionCommand({ executionArn }), call);
    return undefined;
  } catch (error) {
    // Its time may be over since it was asked, and it may have too many events.
    if (nameOf(error) !== 'ExecutionNotRedrivable') throw error;
    return messageOf(error);
  }
}

/** Writes what has not succeeded as items. @throws ResultsIncompleteError when not everything is known that has not */
async function spoolUndone(
  items: ItemSpool,
  of: { readonly state: FleetState; readonly fleets: AwsFleets; readonly store: FleetStore },
): Promise<void> {
  const tally = new ResultTally();
  for await (const result of readResults(await manifestsOf(of.state, of), of.store, tally))
    if (result.status !== 'SUCCEEDED') items.add(wrappedItem(itemOfResult(result)));
  const problem = tally.problemOf(of.state);
  if (problem !== undefined) throw new ResultsIncompleteError(problem);
}

/** What the execution was started with beside its items. */
function settingsIn(execution: DescribeExecutionCommandOutput | undefined): Omit<FleetInput, 'items'> {
  const input = parseJson(execution?.input ?? '');
  const { concurrency, toleratedFailurePercentage } = isRecord(input) ? input : {};
  return {
    ...(typeof concurrency === 'number' && { concurrency }),
    ...(typeof toleratedFailurePercentage === 'number' && { toleratedFailurePercentage }),
  };
}
