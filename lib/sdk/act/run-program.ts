import {
  type Actuator,
  AgentRedirectError,
  type DecodedCall,
  decodeCall,
  type Observation,
  type ServiceCall,
} from '../../browser/index.ts';
import { knownSecrets } from '../../contract/known-secrets.ts';
import { MAX_JSON_DEPTH, MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import type { PageNews } from '../../contract/page-news.ts';
import { OPENING_CALL } from '../../contract/protocol.ts';
import { abortable } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { plainJson } from '../../core/plain-json.ts';
import { isInstance } from '../../core/thrown.ts';
import type { CallResult } from '../../service/index.ts';
import { ActActuationError, ActGuardrailsError, ActMCPError, ActToolError, NovaActError } from '../errors.ts';
import type { AskHuman } from '../human/ask-human.ts';
import { isHumanTool, missingHuman } from '../human/human-tools.ts';
import type { ActRecorder } from '../traces/act-recorder.ts';
import { observationText } from './observation-text.ts';
import type { Tool } from './tool.ts';

/**
 * Runs the calls of one step in order. Mistakes that the model can mend become text in its results; then nothing but
 * looking at the page is done any more. What it cannot mend is thrown.
 *
 * @throws ActActuationError, ActToolError, or the signal's reason when it is aborted.
 */
export async function runProgram(
  calls: readonly ServiceCall[],
  context: ProgramContext,
): Promise<ProgramOutcome> {
  const results = context.recorder?.results() ?? [];
  /** Why nothing but looking is done any more. */
  let skipped: string | undefined;
  let lastLook: number | undefined;
  for (const raw of calls) {
    context.signal.throwIfAborted();
    if (await context.rest()) skipped ??= PAUSED;
    const call = decodeCall(raw);
    if (skipped !== undefined && !isLooking(call)) {
      results.push(result(call.callId, skipped));
      continue;
    }
    if (call.type === 'action' && call.action.name === 'return') {
      // A guardrail may find that the page is not one to return from.
      return { type: 'returned', value: await runCall(call, context) };
    }
    if (call.type === 'action' && call.action.name === 'throw')
      return { type: 'threw', value: call.action.value };
    try {
      // A tool need not heed the signal; the act does.
      const value = await abortable(runCall(call, context), context.signal);
      if (call.type === 'action' && call.action.name === OPENING_CALL.observe) {
        lastLook = results.push(result(call.callId, observationText(value as Observation))) - 1;
        continue;
      }
      const news = value === null ? context.actuator.takeNews() : [];
      // What the action itself gives is nothing; on the wire there is one place for what the agent should know.
      results.push(result(call.callId, asJson(news.length === 0 ? value : textOf(news))));
      if (isTakeOver(call, context)) skipped = TAKEN_OVER;
    } catch (error) {
      context.signal.throwIfAborted();
      if (isInstance(error, ActGuardrailsError) && call.type === 'action') throw error;
      if (!isInstance(error, AgentRedirectError)) throw asActError(call, error, context);
      skipped = SKIPPED;
      results.push(result(call.callId, `AgentRedirectError: ${messageOf(error)}`));
    }
  }
  lastLook ??= results.push(await observe(context)) - 1;
  // What a pause has made old is looked at again.
  while (await context.rest()) results[lastLook] = await look(context, results[lastLook]?.callId);
  return { type: 'continue', results };
}

/** How a program ended. */
export type ProgramOutcome =
  | { readonly type: 'continue'; readonly results: readonly CallResult[] }
  | { readonly type: 'returned'; readonly value: unknown }
  | { readonly type: 'threw'; readonly value: unknown };

/** What a program runs on. */
export interface ProgramContext {
  readonly actuator: Actuator;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly signal: AbortSignal;
  readonly ask: AskHuman;
  /** Follows the act. */
  readonly recorder?: ActRecorder | undefined;
  /** Told of a tool whose result had a secret in it, which the agent does not get. */
  readonly onHidden?: ((tool: string) => void) | undefined;
  /** Waits while the session is paused; whether it has, so that the page may be another one. */
  readonly rest: () => Promise<boolean>;
}

/** Sent for calls that come after one that failed: doing them on a page that is not as expected could do harm. */
const SKIPPED = 'AgentRedirectError: not done, because an earlier call of this step failed';

/** The same for calls that were meant for the page as it was before a person had it. */
const TAKEN_OVER = 'AgentRedirectError: not done, because a person has changed the page: look at it first';
/** The same for calls that were meant for the page as it was before a pause. */
const PAUSED =
  'AgentRedirectError: not done, because the act was paused, and the page may have changed: look at it first';

/** The results that open an act: the page as it is. */
export async function openingResults(context: ProgramContext): Promise<readonly CallResult[]> {
  let seen: CallResult;
  do seen = await look(context);
  while (await context.rest());
  return [result(OPENING_CALL.initiate, '{}'), seen];
}

/** The page as it is when it is still. */
async function look(context: ProgramContext, callId?: string): Promise<CallResult> {
  const { actuator, signal } = context;
  await actuator.settle({ signal }).catch((error) => failedLook(error, signal));
  return await observe(context, callId);
}

async function observe({ actuator, signal }: ProgramContext, callId?: string): Promise<CallResult> {
  const seen = await actuator.observe({ signal }).catch((error) => failedLook(error, signal));
  return result(callId ?? OPENING_CALL.observe, observationText(seen));
}

function failedLook(error: unknown, signal: AbortSignal): never {
  signal.throwIfAborted();
  if (error instanceof ActGuardrailsError) throw error;
  throw new ActActuationError(`The page could not be observed: ${messageOf(error)}`, { cause: error });
}

async function runCall(call: DecodedCall, context: ProgramContext): Promise<unknown> {
  switch (call.type) {
    case 'action':
      return context.actuator.perform(call.action, { signal: context.signal });
    case 'tool':
      return runTool(call, context);
    case 'invalid':
      throw new AgentRedirectError(call.reason);
  }
}

async function runTool(
  call: Extract<DecodedCall, { type: 'tool' }>,
  { tools, signal, ask, onHidden }: ProgramContext,
): Promise<unknown> {
  const tool = tools.get(call.name);
  if (tool === undefined) {
    const missing = missingHuman(call.name);
    if (missing !== undefined) throw missing;
    const known = [...tools.keys()].join(', ') || 'none';
    throw new AgentRedirectError(`There is no tool "${call.name}". Tools: ${known}.`);
  }
  const input = await tool.input.parse(JSON.stringify(call.input));
  if (!input.matches)
    throw new AgentRedirectError(
      `The input of tool "${call.name}" does not match its schema: ${input.problem}`,
    );
  if (isHumanTool(tool))
    return await ask({ kind: tool.asks, message: String(call.input.message), callId: call.callId });
  // The schema that the tool was defined with has just checked the input.
  const given = await tool.run(input.data as never, { signal });
  const read = plainJson(given, { name: 'result', maxBytes: MAX_PAYLOAD_BYTES, maxDepth: MAX_JSON_DEPTH });
  // The agent would be told `{}` or null, and believe it.
  if (!read.ok) throw new TypeError(`what it returned is not JSON (${read.problem}). Return plain data.`);
  // The agent, and whoever reads what it did, must not see it.
  const hidden = knownSecrets.hideInValue(read.value);
  if (hidden !== read.value) onHidden?.(call.name);
  return hidden;
}

/** Whether a call only looks at the page. */
function isLooking(call: DecodedCall): boolean {
  return (
    call.type === 'action' &&
    (call.action.name === 'takeObservation' ||
      call.action.name === 'waitForPageToSettle' ||
      call.action.name === 'think')
  );
}

function isTakeOver(call: DecodedCall, { tools }: ProgramContext): boolean {
  const tool = call.type === 'tool' ? tools.get(call.name) : undefined;
  return tool !== undefined && isHumanTool(tool) && tool.asks === 'takeOver';
}

function textOf(news: readonly PageNews[]): string {
  return news.map(({ text }) => text).join(' ');
}

/** Null for what JSON cannot express, as `undefined`. @throws TypeError for what has no end, such as a circle. */
function asJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function result(callId: string, text: string): CallResult {
  return { callId, content: [{ text }] };
}

function asActError(call: DecodedCall, cause: unknown, { tools }: ProgramContext): NovaActError {
  const message = messageOf(cause);
  if (isInstance(cause, ActMCPError)) return cause;
  if (call.type === 'tool') {
    const tool = tools.get(call.name);
    // What comes of asking people says why by itself; it is no tool of the caller's.
    if (tool === undefined || isHumanTool(tool)) {
      return isInstance(cause, NovaActError) ? cause : new ActActuationError(message, { cause });
    }
    return new ActToolError(`Tool "${call.name}" failed: ${message}`, { cause });
  }
  const name = call.type === 'action' ? call.action.name : call.name;
  return new ActActuationError(`${name} failed: ${message}`, { cause });
}
