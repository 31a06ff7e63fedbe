import { splitTask } from '../../../lib/contract/task.ts';
import { isRecord } from '../../../lib/core/is-record.ts';
import type { RecordedRequest } from './recording-proxy.ts';

/**
 * A request of an SDK without what must differ from run to run: ids become their place in the order in which they came up,
 * pictures their kind and whether they fit, times go.
 */
export function readableRequests(requests: readonly RecordedRequest[]): readonly object[] {
  const ids = new Map<string, string>();
  return (
    requests
      // Others are asked, too: who one is, for example.
      .filter(({ path }) => path.startsWith('/workflow-definitions/'))
      .map(({ path, body, status }) => ({
        path: withoutIds(decodeURIComponent(path), ids).replace(/\/$/, ''),
        body: readable(JSON.parse(body), ids),
        status,
      }))
  );
}

function readable(value: unknown, ids: Map<string, string>): unknown {
  if (typeof value === 'string') return withoutIds(value, ids);
  if (Array.isArray(value)) return value.map((item) => readable(item, ids));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, READERS[name]?.(member) ?? readable(member, ids)]),
  );
}

const READERS: Readonly<Record<string, (member: unknown) => unknown>> = {
  clientToken: (token) => (typeof token === 'string' && token.length >= 33 ? 'a token' : token),
  // One writes JSON with spaces, the other one without.
  task: (task) => splitTask(String(task)),
  text: (text) => readableText(String(text)),
};

/** The result of a call: JSON but for errors. */
function readableText(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  return isRecord(value) && 'screenshotBase64' in value ? readableObservation(value) : { json: value };
}

function readableObservation(observation: Record<string, unknown>): object {
  const { screenshotBase64, timestamp_ms, simplifiedDOM, idToBboxMap, ...rest } = observation;
  const [, type, base64 = ''] = /^data:(image\/jpeg);base64,(.+)$/.exec(String(screenshotBase64)) ?? [];
  return {
    ...rest,
    screenshot: { type, size: jpegSize(Buffer.from(base64, 'base64')) },
    isTimed: typeof timestamp_ms === 'number' && Math.abs(Date.now() - timestamp_ms) < 600_000,
    // What is in them is each SDK's own, and only for local AWS.
    hasDom: typeof simplifiedDOM === 'string' && simplifiedDOM !== '' && isRecord(idToBboxMap),
  };
}

/** Width and height, in the frame header of a JPEG. @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf (B.2.2) */
function jpegSize(bytes: Buffer): readonly [number, number] | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    const marker = bytes.readUInt16BE(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function withoutIds(text: string, ids: Map<string, string>): string {
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (!ids.has(id)) ids.set(id, `<id ${ids.size + 1}>`);
    return ids.get(id) ?? id;
  });
}
