import { randomUUID } from 'node:crypto';
import { LIVE_ENDPOINT_NAME } from '../../catalog/names.ts';
import type { ServerProtocol } from '../../contract/host.ts';
import { lastedMs } from '../../contract/invocation-record.ts';
import type { ProgressEvent } from '../../contract/progress.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { visibleLine } from '../../core/visible.ts';
import { progressLine } from '../../sdk/run/console-progress.ts';
import type { Destination } from '../../service/destination.ts';
import type { CommandContext } from '../command-context.ts';
import { CLEAR_LINE, showElapsedTime } from '../elapsed-time.ts';
import { checkStateDir, type LocalAwsOfProject, localAwsOfProject } from '../local-target.ts';
import { checkRegion } from '../region.ts';
import { checkMode, sessionOfInvocation, startInvocation, waitCommand, waitForInvocation } from './async.ts';
import { readBearerToken } from './bearer-token.ts';
import { callWorkflowTool, startWorkflowTool, waitForWorkflowTool } from './call-tool.ts';
import { failureOf } from './failure-of.ts';
import type { RuntimeTarget } from './find-runtime.ts';
import { InvocationFacts } from './invocation-facts.ts';
import { invocationTarget } from './invocation-target.ts';
import { invokeRuntime } from './invoke-runtime.ts';
import { lookUpRuntime } from './look-up-runtime.ts';
import { checkSessionId, type InvokeArguments, parseProtocol, parseTimeout } from './options.ts';
import { readPayload } from './payload.ts';
import { createInvokeReport } from './report.ts';
import { agentCoreDestination, type RuntimeSession } from './runtime-session.ts';

/**
 * Invokes a deployed workflow once, prints what it returns on stdout and everything else on stderr.
 *
 * @returns the exit code: 0, 1 when the workflow failed or its outcome is unknown, 2 when nothing was run because of
 * wrong arguments or configuration, 130 after Ctrl-C
 */
export async function invoke(args: InvokeArguments, context: InvokeContext): Promise<ExitCode> {
  const { json = false, verbose = false } = args;
  const facts = new InvocationFacts();
  const report = createInvokeReport({ json, verbose, context, facts });
  const started = performance.now();
  const durationMs = (): number => Math.round(performance.now() - started);
  let session: RuntimeSession | undefined;
  let destination: Destination | undefined;
  let timeLimit: AbortSignal | undefined;
  try {
    checkMode(args);
    const timeoutMs = parseTimeout(args.timeoutS);
    const protocol = parseProtocol(args.protocol);
    const sessionId = sessionIdOf(args);
    if (args.region !== undefined) checkRegion(args.region);
    const bearerToken = readBearerToken(args.bearerTokenEnv, context.environment);
    const payload = await readPayload(args, context.directory);
    const local = await localOf(args, context);
    const target = await lookUpRuntime(args, {
      ...context,
      local,
      onAsking: (cloudFormation) => {
        destination = cloudFormation;
      },
    });
    context.interrupt.throwIfAborted();

    const runtime = sessionOf({ args, target, sessionId, bearerToken, local, protocol });
    destination = await agentCoreDestination(runtime.client);
    const place = invocationTarget(runtime.runtimeArn, destination, args.profile);
    report.started({ workflow: args.workflow, calledAs: context.calledAs, target, place, sessionId });
    session = runtime;
    const isMcp = runtime.protocol === 'MCP';
    timeLimit = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([context.interrupt, timeLimit]);
    if (args.async === true) {
      const start = isMcp ? startWorkflowTool : startInvocation;
      const id = await running(context, facts, start(session, { payload, signal, facts }));
      report.accepted({ id, how: waitCommand(args, id, context.commandLine), durationMs: durationMs() });
      return EXIT.success;
    }
    if (args.wait !== undefined) {
      const wait = isMcp ? waitForWorkflowTool : waitForInvocation;
      const record = await running(context, facts, wait(session, { id: args.wait, signal, facts }));
      const ranMs = lastedMs(record);
      report.succeeded({ result: record.result ?? null, ranMs, durationMs: durationMs() });
      return EXIT.success;
    }
    const work = isMcp
      ? callWorkflowTool(session, { payload, signal, facts, onTold: toldOf(args, context) })
      : invokeRuntime(session, { payload, signal, facts, onProgress: progressOf(args, context, facts) });
    const result = await running(
      { ...context, interactive: context.interactive && !args.stream },
      facts,
      work,
    );
    report.succeeded({ result, ranMs: durationMs(), durationMs: durationMs() });
    return EXIT.success;
  } catch (error) {
    const failure = await failureOf({ error, args, context, session, destination, timeLimit });
    report.failed({ failure, error, durationMs: durationMs() });
    return failure.exitCode;
  }
}

/** What the invoke command needs beside its arguments. */
export interface InvokeContext extends CommandContext {
  readonly projectRoot: string;
  /** How a command that has said its target calls the workflow. @default - it has not, and the workflow says itself */
  readonly calledAs?: string | undefined;
  /** Names of the workflows of this project, for messages; empty when they cannot be read. */
  readonly workflowNames: () => Promise<readonly string[]>;
}

/** The local AWS that `--local` asks for. */
async function localOf(
  args: InvokeArguments,
  context: InvokeContext,
): Promise<LocalAwsOfProject | undefined> {
  checkStateDir(args);
  return args.local === true ? await localAwsOfProject(args, context) : undefined;
}

function sessionIdOf({ wait, sessionId }: InvokeArguments): string {
  if (wait !== undefined) return sessionOfInvocation(wait);
  return sessionId === undefined ? randomUUID() : checkSessionId(sessionId);
}

/**
 * Events are always asked for, because they name the runs. With `--stream` they are lines under each other; without it those of people
 * are: nothing goes on until somebody answers.
 */
function progressOf(
  args: InvokeArguments,
  context: InvokeContext,
  facts: InvocationFacts,
): (event: ProgressEvent) => void {
  return (event) => {
    facts.happened(event);
    if (args.stream === true) context.stderr(`  ${progressLine(event)}\n`);
    else if (event.type === 'human') {
      const clear = context.interactive ? CLEAR_LINE : '';
      context.stderr(
        `${clear}  ${progressLine(event).trim()}${event.phase === 'asked' ? where(facts) : ''}\n`,
      );
    }
  };
}

/** Where a question can be answered, on local AWS; elsewhere it is behind the link that people were sent. */
function where({ known: { viewerUrl } }: InvocationFacts): string {
  return viewerUrl === null ? '' : `: ${viewerUrl}`;
}

/** The same of a runtime that speaks MCP, which tells in words. */
function toldOf(
  { stream }: InvokeArguments,
  { stderr }: InvokeContext,
): ((text: string) => void) | undefined {
  return stream === true ? (text) => stderr(`  ${visibleLine(text)}\n`) : undefined;
}

function sessionOf(options: {
  readonly args: InvokeArguments;
  readonly target: RuntimeTarget;
  readonly sessionId: string;
  readonly bearerToken: string | undefined;
  readonly local: LocalAwsOfProject | undefined;
  readonly protocol: ServerProtocol | undefined;
}): RuntimeSession {
  const { args, target, sessionId, bearerToken, local, protocol } = options;
  return {
    runtimeArn: target.runtimeArn,
    sessionId,
    bearerToken,
    protocol: protocol ?? target.serverProtocol,
    // Not what the service takes when nobody says any: that is DEFAULT, whose version nobody may have verified.
    qualifier: args.qualifier ?? target.endpointName ?? LIVE_ENDPOINT_NAME,
    client: {
      region: target.region,
      ...(args.profile !== undefined && { profile: args.profile }),
      ...(local !== undefined && { endpoint: local.url }),
    },
  };
}

async function running<T>(context: InvokeContext, facts: InvocationFacts, work: Promise<T>): Promise<T> {
  using _line = showElapsedTime({
    label: () => waitLabel(facts),
    interactive: context.interactive,
    write: context.stderr,
  });
  return await work;
}

function waitLabel({ question }: InvocationFacts): string {
  if (question === undefined) return 'Running …';
  // The seconds are those of the whole run.
  return `Running, and a person is asked to ${question.kind === 'approve' ? 'approve' : 'take over'} …`;
}
