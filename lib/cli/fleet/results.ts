import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FleetResult } from '../../contract/fleet-result.ts';
import { EXIT, type ExitCode, reasonOf } from '../../core/errors.ts';
import { makeFolder, temporaryName } from '../../core/files.ts';
import { visible } from '../../core/visible.ts';
import { printEnvelope, printResult } from '../envelope.ts';
import type { ProjectContext } from '../runs/run-scope.ts';
import { counted } from '../runs/run-text.ts';
import { textTable } from '../text-table.ts';
import { UsageError } from '../usage-error.ts';
import type { FleetOptions } from './fleet-options.ts';
import { openFleetScope } from './fleet-scope.ts';
import { fleetsOf, storeOf } from './fleets.ts';
import { ItemSpool } from './items/item-spool.ts';
import { writeAll } from './items/write-all.ts';
import { manifestsOf, readResults } from './read-results.ts';
import { ResultTally } from './result-tally.ts';
import { whichFleet } from './which-fleet.ts';

/** Prints what became of the items of a fleet, or writes it to a file. @returns the exit code: 0, whatever became of them; 1 when they are not all there */
export async function showFleetResults(
  workflow: string,
  name: string | undefined,
  options: ResultsOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  using scope = await openFleetScope(workflow, options, context);
  const [fleets, store] = [await fleetsOf(scope), storeOf(scope)];
  const state = await whichFleet(name, fleets, scope);
  const tally = new ResultTally();
  const manifests = await manifestsOf(state, { fleets, store });
  const wanted = wantedOf(readResults(manifests, store, tally), options.failed === true);
  const facts = { target: scope.target, workflow, fleet: state.name, status: state.status };
  let text = '';
  let data: object;
  if (options.output === undefined) {
    const results: FleetResult[] = [];
    for await (const result of wanted) results.push(result);
    results.sort((a, b) => a.index - b.index);
    data = { ...facts, results };
    text = tableOf(results);
  } else {
    const count = await writeLines(path.resolve(context.directory, options.output), inOrder(wanted));
    context.stderr(`Wrote ${counted(count, 'line')} to ${options.output}\n`);
    data = { ...facts, output: options.output, count };
  }
  const problem = tally.problemOf(state);
  if (problem === undefined) {
    printResult(context, { json: options.json, data, text: () => text });
    return EXIT.success;
  }
  const error = { code: 'ResultsIncomplete', source: 'service', message: problem } as const;
  context.stderr(`${visible(problem)}\n`);
  if (options.json !== true) context.stdout(text);
  else printEnvelope(context, { ok: false, error: { ...error, retryable: false, help: null }, data });
  return EXIT.failure;
}

/** What `fleet results` was called with. */
export interface ResultsOptions extends FleetOptions {
  readonly failed?: boolean | undefined;
  readonly output?: string | undefined;
}

async function* wantedOf(
  results: AsyncIterable<FleetResult>,
  failedOnly: boolean,
): AsyncGenerator<FleetResult> {
  for await (const result of results) if (!failedOnly || result.status !== 'SUCCEEDED') yield result;
}

/** By their places. On AWS they come as they ended; they are sorted on the disk, as they need not fit into memory. */
async function* inOrder(results: AsyncIterable<FleetResult>): AsyncGenerator<unknown> {
  using spool = new ItemSpool();
  const places: { readonly index: number; readonly line: number }[] = [];
  for await (const result of results) {
    places.push({ index: result.index, line: spool.count });
    spool.add(result);
  }
  places.sort((a, b) => a.index - b.index);
  for (const { line } of places) yield spool.at(line);
}

/** One line each, at once complete: a file that is there is replaced when all was read. */
async function writeLines(file: string, results: AsyncIterable<unknown>): Promise<number> {
  const temporary = temporaryName(file);
  let count = 0;
  const handle = opened(file, temporary);
  try {
    for await (const result of results) {
      writeAll(handle, Buffer.from(`${JSON.stringify(result)}\n`), file);
      count += 1;
    }
    renameSync(temporary, file);
    return count;
  } finally {
    closeSync(handle);
    rmSync(temporary, { force: true });
  }
}

function opened(file: string, temporary: string): number {
  try {
    makeFolder(path.dirname(file));
    // Results may be of people: nobody else need read them.
    return openSync(temporary, 'wx', 0o600);
  } catch (cause) {
    throw new UsageError({
      what: `Cannot write "${file}": ${reasonOf(cause)}.`,
      fix: 'Name another file with --output.',
      cause,
    });
  }
}

function tableOf(results: readonly FleetResult[]): string {
  if (results.length === 0) return 'None.\n';
  return textTable(
    ['index', 'item', 'status', 'result or error', 'run'],
    results.map((result) => [
      ...[`${result.index}`, result.itemId ?? '-', result.status, cut(outcomeOf(result))],
      result.workflowRunIds.at(-1) ?? '-',
    ]),
  );
}

function outcomeOf({ status, result, resultAt, error }: FleetResult): string {
  if (error !== undefined) return error.message === '' ? error.name : `${error.name}: ${error.message}`;
  if (resultAt !== undefined) return resultAt;
  return status === 'SUCCEEDED' ? (JSON.stringify(result) ?? '') : '-';
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_CELL ? text : `${characters.slice(0, MAX_CELL - 1).join('')}…`;
}

const MAX_CELL = 60;
