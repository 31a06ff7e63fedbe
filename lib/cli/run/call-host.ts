import { type IncomingMessage, request } from 'node:http';
import { EventReader, type LastEvent } from '../../contract/event-reader.ts';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import { HEADER } from '../../contract/headers.ts';
import { HOST_PATH } from '../../contract/host.ts';
import type { ProgressListener } from '../../contract/progress.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';

/**
 * Calls the host of a workflow on this machine, as AgentCore does.
 *
 * @returns what it answered; `undefined` when it ended, or broke off, before it did
 */
export async function callHost(call: {
  readonly port: number;
  readonly payload: Uint8Array;
  /** Its record has it. */
  readonly requestId: string;
  readonly onProgress: ProgressListener;
}): Promise<LastEvent | undefined> {
  const { onProgress, ...request } = call;
  try {
    const response = await post(request);
    const events = new EventReader({ onProgress });
    const chunks: Buffer[] = [];
    const isStream = String(response.headers['content-type']).startsWith(EVENT_STREAM_TYPE);
    for await (const chunk of response) {
      if (isStream) events.read(chunk);
      else chunks.push(chunk);
    }
    if (isStream) return events.end();
    // What is wrong with the request is said before there are events.
    const answer = parseJson(Buffer.concat(chunks).toString('utf8'));
    return isRecord(answer) && 'error' in answer ? { error: answer.error } : undefined;
  } catch {
    // The connection broke; how the process ended says more.
    return undefined;
  }
}

function post({
  port,
  payload,
  requestId,
}: Omit<Parameters<typeof callHost>[0], 'onProgress'>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({
      ...{ host: '127.0.0.1', port, path: HOST_PATH.invocations, method: 'POST' },
      headers: {
        accept: EVENT_STREAM_TYPE,
        'content-type': 'application/json',
        'content-length': payload.byteLength,
        [HEADER.requestId]: requestId,
      },
    })
      .on('response', resolve)
      .on('error', reject)
      .end(payload);
  });
}
