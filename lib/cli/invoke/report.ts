import { stackOf } from '../../core/errors.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { visible } from '../../core/visible.ts';
import type { CommandContext } from '../command-context.ts';
import { printEnvelope, printResult } from '../envelope.ts';
import { type TargetForPrograms, targetLine } from '../target-description.ts';
import { commandFailureOf } from './command-failure.ts';
import type { InvokeFailure } from './failure.ts';
import type { RuntimeTarget } from './find-runtime.ts';
import type { InvocationFacts, InvocationPlace } from './invocation-facts.ts';
import type { InvocationTarget } from './invocation-target.ts';

/** Tells people (stderr) and programs (stdout) how an invocation goes. */
export interface InvokeReport {
  started(details: {
    readonly workflow: string;
    /** The name that a command has for it which has said its target already. */
    readonly calledAs?: string | undefined;
    readonly target: RuntimeTarget;
    readonly place: InvocationTarget;
    readonly sessionId: string;
  }): void;
  /** An asynchronous invocation has begun; `how` is the command that waits for it. */
  accepted(details: { readonly id: string; readonly how: string; readonly durationMs: number }): void;
  succeeded(details: {
    readonly result: unknown;
    /** How long the invocation took, if that is known: it may have begun before this command. */
    readonly ranMs: number | undefined;
    readonly durationMs: number;
  }): void;
  failed(details: {
    readonly failure: InvokeFailure;
    readonly error: unknown;
    readonly durationMs: number;
  }): void;
}

/**
 * @param json prints one envelope on stdout, also for a failure
 * @param verbose adds where the ARN was found, and the stack of an error
 */
export function createInvokeReport(options: {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly context: Pick<CommandContext, 'stdout' | 'stderr'>;
  /** Tells at the end where the invocation can be looked at. */
  readonly facts: InvocationFacts;
}): InvokeReport {
  const { json, verbose, context, facts } = options;
  let invocation: BegunInvocation = { target: null, sessionId: null, runtimeArn: null };
  return {
    started({ workflow, calledAs, target, place, sessionId }) {
      invocation = { target: place.forPrograms, sessionId, runtimeArn: target.runtimeArn };
      if (calledAs === undefined) context.stderr(targetLine(place.description));
      const called = calledAs ?? workflow;
      const name = called === target.runtimeArn ? 'runtime' : called;
      context.stderr(`Invoking ${name}\n  runtime  ${target.runtimeArn}\n  session  ${sessionId}\n`);
      if (verbose) context.stderr(`  found in ${target.foundIn}\n`);
    },
    accepted({ id, how, durationMs }) {
      context.stderr(`Started. Its result, now or later:\n  ${how}\n${whereToLook(facts.known)}`);
      const data = { id, status: 'RUNNING', ...invocation, ...facts.known, durationMs };
      printResult(context, { json, data, text: () => `${id}\n` });
    },
    succeeded({ result, ranMs, durationMs }) {
      const time = ranMs === undefined ? '' : ` in ${formatDuration(ranMs)}`;
      context.stderr(`Succeeded${time}.\n${whereToLook(facts.known)}`);
      const data = { result, ...invocation, ...facts.known, durationMs, invocationMs: ranMs ?? null };
      const text = (): string => (typeof result === 'string' ? `${result}\n` : toJson(result));
      printResult(context, { json, data, text });
    },
    failed({ failure, error, durationMs }) {
      const { type, message, detail } = failure;
      // What was refused left nothing to look at: the links would lead nowhere, or to what others asked for.
      const place = { ...facts.known, ...(type === 'misconfigured' && { viewerUrl: null, logFile: null }) };
      context.stderr(`${visible(`${headline(failure)}${message}`)}\n${whereToLook(place, message)}`);
      if (verbose) context.stderr(`${visible(stackOf(error))}\n`);
      if (!json) return;
      const data = { failure: type, detail, ...invocation, ...place, durationMs };
      printEnvelope(context, { ok: false, error: commandFailureOf(failure), data });
    },
  };
}

interface BegunInvocation {
  /** Where it is made. */
  readonly target: TargetForPrograms | null;
  readonly sessionId: string | null;
  readonly runtimeArn: string | null;
}

/** Lines for people; the log unless the message above names it. */
function whereToLook({ workflowRunIds, viewerUrl, logFile }: InvocationPlace, message = ''): string {
  const lines = [
    ...workflowRunIds.map((id) => ['run', id]),
    ...(viewerUrl === null ? [] : [['viewer', viewerUrl]]),
    ...(logFile === null || message.includes(logFile) ? [] : [['log', logFile]]),
  ];
  return lines.map(([name = '', value]) => `  ${name.padEnd(8)} ${value}\n`).join('');
}

function headline({ type, name }: InvokeFailure): string {
  if (type === 'workflowFailed') return `The workflow failed${name ? ` (${name})` : ''}: `;
  return type === 'misconfigured' ? 'Error: ' : '';
}

function toJson(value: unknown): string {
  return `${visible(JSON.stringify(value, null, 2))}\n`;
}
