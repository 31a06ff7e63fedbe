import { addAbortSignal, Readable } from 'node:stream';
import { type BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { asyncEnvelope, ENVELOPE_KEY } from '../../contract/envelope.ts';
import { MAX_ITEM_BYTES } from '../../contract/fleet-input.ts';
import {
  type FleetItem,
  InvalidItemError,
  itemInvocationId,
  itemOf,
  itemSessionId,
} from '../../contract/fleet-item.ts';
import { isInvocationRecord } from '../../contract/invocation-record.ts';
import { ITEM_ERROR, type StartStep } from '../../contract/item-step.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { JSON_TYPE } from '../../core/media-types.ts';
import type { ItemSettings } from '../item-settings.ts';
import { isNotYet } from './call-workflow.ts';
import { ItemStartError, notStarted, refused, startErrorOf } from './item-start-error.ts';
import { persistently } from './persistently.ts';

/** What a function that starts an item stands on. */
export interface StartItemOptions {
  /** Makes one attempt. */
  readonly client: BedrockAgentCoreClient;
  readonly settings: ItemSettings;
  /** As `Date.now()` counts: when it must be done. */
  readonly deadlineMs: number;
  /** Before it is tried again. @default - a quarter of a minute in sum */
  readonly pausesMs?: readonly number[] | undefined;
}

/** A host has the item. */
export interface StartedItem {
  readonly key: string;
  readonly sessionId: string;
  readonly invocationId: string;
}

/**
 * Has a host run an item, or take the token of one that it runs already. It is tried again, as long as there is time, when it may not have
 * begun: the host knows the item by its key, and runs it once.
 *
 * @throws Error with one of these names: `InvalidItem`, `PayloadError`, or one of `ITEM_ERROR`; the message has neither payload nor token
 */
export async function startItem(step: StartStep, options: StartItemOptions): Promise<StartedItem> {
  try {
    const item = itemOf(step.item, step);
    const bytes = Buffer.from(JSON.stringify(item.payload));
    if (bytes.length > MAX_ITEM_BYTES)
      throw new InvalidItemError(
        `it has ${bytes.length} bytes as JSON, and at most ${MAX_ITEM_BYTES} are allowed: say in it where the rest is`,
      );
    return await begin({ item, bytes, step }, options);
  } catch (error) {
    const { name, message } = error instanceof InvalidItemError ? error : startErrorOf(error);
    throw new ItemStartError(name, `Item ${step.index}: ${message.replaceAll(step.token, '…')}`);
  }
}

async function begin(
  work: { readonly item: FleetItem; readonly bytes: Uint8Array; readonly step: StartStep },
  options: StartItemOptions,
): Promise<StartedItem> {
  const { key } = work.item;
  const { token, heartbeatSeconds, redrive } = work.step;
  const { client, deadlineMs, pausesMs = PAUSES_MS } = options;
  const { runtimeArn, qualifier } = options.settings;
  const started = { key, sessionId: itemSessionId(key), invocationId: itemInvocationId(key) };
  const command = new InvokeAgentRuntimeCommand({
    agentRuntimeArn: runtimeArn,
    qualifier,
    runtimeSessionId: started.sessionId,
    contentType: JSON_TYPE,
    accept: JSON_TYPE,
    payload: asyncEnvelope(work.bytes, {
      key,
      redrive,
      task: { token, heartbeatSeconds, runtimeArn, qualifier },
    }),
  });
  const limit = AbortSignal.timeout(Math.max(0, deadlineMs - Date.now()));
  const pauseMs = Math.max(0, ...pausesMs);
  const hasTime = (): boolean => Date.now() + pauseMs < deadlineMs;
  const ask = async (): Promise<void> => {
    try {
      const { response } = await client.send(command, { abortSignal: limit });
      judge(response instanceof Readable ? await readAll(response, limit) : '', started.invocationId);
    } catch (error) {
      if (limit.aborted) throw notStarted('the runtime did not answer in time. Its session may be starting.');
      throw error;
    }
  };
  let failures = 0;
  const passes = (error: unknown): boolean => {
    if (isNotYet(error)) return true;
    const { name } = startErrorOf(error);
    if (name === ITEM_ERROR.unavailable) failures += 1;
    return name === ITEM_ERROR.notStarted || (name === ITEM_ERROR.unavailable && failures <= QUICK_REPEATS);
  };
  await persistently({ work: ask, passes: (error) => hasTime() && passes(error), pausesMs });
  return started;
}

/** What is left is for the state machine, which waits longer and holds no function for it. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000];

/** Of a runtime that fails by itself. */
const QUICK_REPEATS = 2;

/** An answer is one only when it is the record of this item. */
function judge(text: string, invocationId: string): void {
  const answer = parseJson(text);
  const record = isRecord(answer) ? answer[ENVELOPE_KEY] : undefined;
  const isOurs = isInvocationRecord(record) ? record.id === invocationId : isCutRecord(text, invocationId);
  if (isOurs) return;
  throw refused(
    'the runtime answered, but not as a host of this project that knows items: deploy the workflow again.',
  );
}

async function readAll(response: Readable, limit: AbortSignal): Promise<string> {
  addAbortSignal(limit, response);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    // The record of an item that was done before has its result.
    if (size > MAX_READ_BYTES) break;
  }
  return Buffer.concat(chunks).toString();
}

const MAX_READ_BYTES = 20 * 1024 ** 2;

function isCutRecord(text: string, invocationId: string): boolean {
  return Buffer.byteLength(text) > MAX_READ_BYTES && text.includes(JSON.stringify(invocationId));
}
