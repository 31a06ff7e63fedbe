import path from 'node:path';
import type { WorkflowBundle } from '../../bundle/index.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { STATE_DIR_NAME } from '../../catalog/names.ts';
import { isTraceWord } from '../../contract/browser-trace.ts';
import { ENVELOPE_KEY } from '../../contract/envelope.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { visible } from '../../core/visible.ts';
import { hasTerminal } from '../../sdk/human/ask-on-terminal.ts';
import { printLine } from '../../sdk/human/terminal-lines.ts';
import type { CommandContext } from '../command-context.ts';
import { explainError } from '../explain-error.ts';
import { readPayload } from '../invoke/payload.ts';
import { type CommandTarget, openTarget } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { assumeRole } from './assume-role.ts';
import { BundlesOfRun } from './bundles-of-run.ts';
import { type DeployedSettings, deployedSettings } from './deployed-settings.ts';
import { findWorkflow, type RunnableWorkflow } from './find-workflow.ts';
import { fittingVariables } from './fitting-variables.ts';
import { localAwsForRun } from './local-aws-for-run.ts';
import { onePlace } from './one-place.ts';
import { checkRunArguments, type RunArguments } from './run-arguments.ts';
import { runOnce } from './run-once.ts';
import { reportRunEnd } from './run-report.ts';
import { watchRuns } from './watch-runs.ts';
import { variablesOfEntry, variablesOfFile, workflowEnvironment } from './workflow-environment.ts';

/** Runs a workflow on this machine, once or at each save. @returns the exit code */
export async function runWorkflow(args: RunArguments, context: RunContext): Promise<ExitCode> {
  const timeoutMs = checkRunArguments(args, context);
  const workflow = findWorkflow(args.workflow, { ...context, catalogFile: args.catalog });
  const payload = plain(await readPayload(args, context.directory));
  await using ownLocal = args.local === true ? await localAwsForRun(args, workflow, context) : undefined;
  using target = await openTarget(args, context);
  // What was asked for with an option wins over all variables.
  if (args.local !== true) onePlace(target, context.environment);
  const deployed = await deployedOf(args, workflow, { target, context });
  const { name, settings } = workflow;
  const own = settings === undefined ? variablesOfFile(name, target) : variablesOfEntry(settings, target);
  const { variables, leftOut } = fittingVariables(deployed?.variables ?? own, target);
  if (leftOut.length > 0) context.stderr(`Left out here: ${leftOut.join(', ')}.\n`);
  const { json = false, verbose = false, headed = false } = args;
  const trace = isTraceWord(args.trace) ? args.trace : undefined;
  const canAsk = context.interactive && hasTerminal();
  // Above the question, if there is one.
  const say = (text: string): void => (canAsk ? printLine(text) : context.stderr(`${text}\n`));
  const place = { url: target.url, region: target.region, profile: args.profile };
  const once = async (bundle: WorkflowBundle, signal: AbortSignal): Promise<ExitCode> => {
    const credentials =
      args.assumeRole === true
        ? await assumeRole(deployed?.roleArn, target, { timeoutMs, signal })
        : undefined;
    const environment = workflowEnvironment({
      ...{
        environment: context.environment,
        target: place,
        variables,
        credentials,
        headed,
        verbose,
        trace,
        canAsk,
      },
    });
    context.stderr(`Running ${workflow.name} (${workflow.entry})\n`);
    const run = await runOnce({
      ...{ environment, payload, timeoutMs, signal, target },
      bundleDir: bundle.dir,
      directory: workflow.projectRoot,
      say,
    });
    if (run.ok && signal.aborted && !context.interrupt.aborted) {
      // Its result would be taken for that of the code that was saved.
      context.stderr('The run of the code before came to its end all the same; its result is left out.\n');
      return EXIT.success;
    }
    const hasViewer = target.isLocal && (ownLocal === undefined || args.watch === true);
    return reportRunEnd(run, {
      ...{ workflow: workflow.name, target, hasViewer, environment, json, verbose, context },
    });
  };
  await using bundles = await BundlesOfRun.open(workflow);
  if (args.watch !== true) {
    const bundle = await bundles.make();
    context.interrupt.throwIfAborted();
    const exitCode = await once(bundle, context.interrupt);
    return exitCode !== EXIT.success && context.interrupt.aborted ? EXIT.interrupted : exitCode;
  }
  await watchRuns({
    ...{ workflow, environment: context.environment, signal: context.interrupt },
    stateDir: path.resolve(context.projectRoot, STATE_DIR_NAME),
    make: () => bundles.make(),
    run: async (bundle, signal) => {
      try {
        await once(bundle, signal);
      } catch (error) {
        context.stderr(`Error: ${visible(explainError(error, context).failure.message)}\n`);
      }
    },
    say,
  });
  context.stderr('Stopped.\n');
  return EXIT.success;
}

/** What running needs beside the arguments. */
export interface RunContext extends CommandContext {
  readonly projectRoot: string;
  /** That of a program of its own. @default - it is read from the project */
  readonly ownCatalog: readonly WorkflowCatalogEntry[] | undefined;
}

/** What `--stack` names. */
async function deployedOf(
  { stack, outputsFile, assumeRole: isRoleAssumed }: RunArguments,
  { name }: RunnableWorkflow,
  { target, context }: { readonly target: CommandTarget; readonly context: RunContext },
): Promise<DeployedSettings | undefined> {
  if (stack === undefined) return undefined;
  const deployed = await deployedSettings({ workflow: name, stack, outputsFile }, target, {
    ...context,
    workflowNames: async () => [],
  });
  const { foundIn, outputs, roleArn } = deployed;
  context.stderr(`Settings of ${outputs.RuntimeArn}\n  found in ${foundIn}\n`);
  if (isRoleAssumed === true) context.stderr(`  role     ${roleArn}\n`);
  return deployed;
}

/** Calls of other kinds are for what is deployed. */
function plain(payload: Uint8Array): Uint8Array {
  const value = parseJson(new TextDecoder().decode(payload));
  if (!isRecord(value) || !Object.hasOwn(value, ENVELOPE_KEY)) return payload;
  throw new UsageError({
    what: `The payload has the member ${ENVELOPE_KEY}, which asks a deployed workflow for an asynchronous invocation.`,
    fix: 'Give the payload of the workflow itself, or use "invoke".',
  });
}
